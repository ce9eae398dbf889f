import { Ajv2020 } from 'ajv/dist/2020.js';
import type { InjectOptions } from 'fastify';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { parseRecords } from '../../src/data/csv/parsed_records.js';
import type { Project } from '../cli/project.js';
import { served, trainedProject } from './served.js';

const project = trainedProject();
let world: Project;
beforeAll(() => {
  world = project();
});

type App = ReturnType<typeof served>;
let server: App;
afterEach(() => server?.app.close());

const types = { json: 'application/json', jsonl: 'application/x-ndjson', csv: 'text/csv' };

function post(body: string, type: keyof typeof types = 'json', more: InjectOptions = {}) {
  const { headers, ...others } = more;
  return server.app.inject({
    method: 'POST',
    url: '/predict',
    ...others,
    headers: { host: 'localhost', 'content-type': types[type], ...headers },
    payload: body,
  });
}

const get = (url: string, headers: Record<string, string> = {}) =>
  server.app.inject({ url, headers: { host: 'localhost', ...headers } });

const row = (more: object = {}) => ({ color: 'red', x: 1.5, z: 4, day: '2024-03-05', ...more });
const csvRows = ['red,1.5,4,2024-03-05', 'blue,0.25,7,2024-11-30', '"green",4,0,2024-01-01'];
const csv = `color,x,z,day\n${csvRows.join('\n')}\n`;
const jsonRows = [
  row(),
  row({ color: 'blue', x: 0.25, z: 7, day: '2024-11-30' }),
  row({ color: 'green', x: 4, z: 0, day: '2024-01-01' }),
];
const jsonLines = (rows: readonly object[]) => rows.map((each) => `${JSON.stringify(each)}\n`).join('');

describe('rows', () => {
  it('get what mlp predict prints, in every format', async () => {
    server = served(world, ['class']);
    const printed = (await world.done('predict runs/class -', { stdin: csv })).stdout.trimEnd().split('\n');
    const asObjects = (await world.done('predict runs/class - --format jsonl', { stdin: csv })).stdout;
    const answers = asObjects
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));

    const json = await post(JSON.stringify(jsonRows));
    expect(json.json()).toEqual({ model: 'class', predictions: answers, warnings: [] });
    expect((await post(JSON.stringify(jsonRows[1], null, 2))).json().predictions).toEqual([answers[1]]);
    const lines = await post(jsonLines(jsonRows), 'jsonl');
    expect([lines.headers['content-type'], lines.body]).toEqual([`${types.jsonl}; charset=utf-8`, asObjects]);
    const text = await post(csv, 'csv');
    expect(text.body.trimEnd().split('\n')).toEqual(
      printed.map((line, i) => `${line},${i === 0 ? 'problem,warnings' : ','}`),
    );
    const crossed = await post(csv, 'csv', { headers: { accept: 'application/json' } });
    expect(crossed.json()).toEqual(json.json());
    const there = await post(JSON.stringify(jsonRows), 'json', {
      headers: { accept: 'text/html, text/csv;q=0.5' },
    });
    expect(there.body).toBe(text.body);
    expect(json.headers['mlp-model-sha256']).toBe(world.sha256('runs/class/model.safetensors'));
  });

  it.each([
    ['class', 'threshold=0.9', '--threshold 0.9'],
    ['class', 'top_k=2', '--top-k 2'],
    ['class', 'keep=day&keep=color', '--keep day,color'],
    ['class', 'keep=day,%20color', '--keep day,color'],
    ['class', 'spread=false&error=false', ''],
    ['number', 'interval=0.8', '--interval 0.8'],
    ['code', 'error=true&threshold=0.5', '--error --threshold 0.5'],
  ])('of %s with %s get what predict %s prints', async (name, query, flags) => {
    server = served(world, [name]);
    const { stdout } = await world.done(`predict runs/${name} - --format jsonl ${flags}`, { stdin: csv });
    for (let i = 0; i < 2; i++)
      expect((await post(jsonLines(jsonRows), 'jsonl', { url: `/predict?${query}` })).body).toBe(stdout);
  });

  it('give back what training did not know, by the first of them, and columns of training that a row lacks', async () => {
    server = served(world, ['class']);
    const rows = [row({ 'a,b': 'q', id: 7 }), row(), row({ 'a,b': 5 })];
    const url = '/predict?keep=%22a,b%22,id,amount';
    const kept = [
      { 'a,b': 'q', id: 7, amount: null },
      { 'a,b': null, id: null, amount: null },
      { 'a,b': 5, id: null, amount: null },
    ];
    expect((await post(JSON.stringify(rows), 'json', { url })).json().predictions).toMatchObject(kept);
    const lines = (await post(`3\n${jsonLines(rows)}`, 'jsonl', { url: '/predict?keep=amount' })).body;
    expect(
      lines
        .split('\n')
        .slice(0, 2)
        .map((line) => JSON.parse(line)),
    ).toMatchObject([
      { amount: null, problem: {} },
      { amount: null, prediction: expect.any(String) },
    ]);
    const misspelt = await post(JSON.stringify({ ...row(), colr: 1, color: undefined }), 'json', {
      url: '/predict?keep=colr',
    });
    expect([misspelt.statusCode, misspelt.json().predictions[0]]).toMatchObject([
      422,
      { colr: null, problem: { column: 'colr' } },
    ]);
  });

  it('that are many come in their order, as many as there were, in every format', async () => {
    server = served(world, ['class']);
    const many = Array.from({ length: 1500 }, (_, i) => ({ ...jsonRows[i % 3], id: i }));
    const ids = (objects: readonly { id: string }[]) => objects.map(({ id }) => Number(id));
    const expected = many.map(({ id }) => id);
    const whole = await post(JSON.stringify(many), 'json', { url: '/predict?keep=id' });
    expect(ids(whole.json().predictions)).toEqual(expected);
    const lines = await post(jsonLines(many), 'jsonl', { url: '/predict?keep=id' });
    expect(
      ids(
        lines.body
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line)),
      ),
    ).toEqual(expected);
  });

  it('that are bad say which column and value, and the others are answered', async () => {
    server = served(world, ['class']);
    const bad = [
      row({ x: 'oops' }),
      row({ x: null }),
      row({ day: '5.3.24' }),
      row({ x: '1e999' }),
      { color: 'red', X: 1, z: 2, day: '2024-01-01' },
      { other: 1 },
      row({ x: [1] }),
      3,
    ];
    const mixed = [...bad.slice(0, 2), jsonRows[0], ...bad.slice(2), jsonRows[1]];
    const { predictions } = (await post(JSON.stringify(mixed))).json();
    const good = (await post(JSON.stringify(jsonRows))).json().predictions;
    expect([predictions[2], predictions.at(-1)]).toEqual([good[0], good[1]]);
    const problems = predictions.flatMap(({ problem }: { problem?: object }) => problem ?? []);
    expect(problems).toEqual([
      {
        message: expect.stringMatching(/^body:1:2: column 2 \(x\) holds numbers, but this is "oops"/),
        column: 'x',
        value: 'oops',
      },
      {
        message: expect.stringMatching(/^body:2:2: column 2 \(x\): a missing value/),
        column: 'x',
        value: null,
      },
      {
        message: expect.stringMatching(/^body:4:4: column 4 \(day\) holds dates, but this is "5\.3\.24"/),
        column: 'day',
        value: '5.3.24',
      },
      { message: expect.stringMatching(/too large for a double/), column: 'x', value: '1e999' },
      {
        message: expect.stringMatching(/^body:6: no key "x".*there is "X", which differs in case only/),
        column: 'x',
        value: null,
      },
      { message: expect.stringMatching(/^body:7: no key "color, x, z, day"|^body:7: no key/) },
      { message: expect.stringMatching(/^body:8:\d+: the value of "x" is an array/) },
      { message: expect.stringMatching(/^body:9:1: expected an object/) },
    ]);
    const lines = await post(`nonsense\n${jsonLines(mixed as object[])}`, 'jsonl', {
      url: '/predict?keep=color',
    });
    const objects = lines.body
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(objects).toHaveLength(mixed.length + 1);
    expect(objects[1]).toEqual({
      color: 'red',
      problem: { message: expect.any(String), column: 'x', value: 'oops' },
    });
    expect(objects[3]).toEqual({ color: 'red', ...good[0] });
  });

  it('with a misspelt column are bad, though a value there could be taken for missing', async () => {
    server = served(world, ['class']);
    const { color, ...others } = row();
    const spelt = (key: string) => ({ ...others, ...Object.fromEntries([[key, color]]) });
    const { predictions } = (await post(JSON.stringify(['colr', 'amount', 'id', 'hue'].map(spelt)))).json();
    expect(predictions[0]).toEqual({
      problem: {
        message: 'body:1: no column "colr" in the training data; did you mean "color"?',
        column: 'colr',
        value: 'red',
      },
    });
    expect(predictions.slice(1).map(({ prediction }: { prediction: string }) => typeof prediction)).toEqual([
      'string',
      'string',
      'string',
    ]);
  });

  it('of CSV that are bad have blank fields and a reason', async () => {
    server = served(world, ['class']);
    const text = `color,x,z,day\nred,oops,1,2024-01-01\n${csvRows[0]}\nred,1\n`;
    const lines = (await post(text, 'csv')).body.trimEnd().split('\n');
    expect(lines).toHaveLength(4);
    expect(lines[1]).toMatch(/^,,,"body:2:2: column 2 \(x\) holds numbers, but this is ""oops""/);
    expect(lines[2]).toMatch(/^(hi|lo),.*,$/);
    expect(lines[3]).toMatch(/^,,,.*body:4/);
  });

  it('whose missing values cost the row say in which column', async () => {
    server = served(world, ['number']);
    const body = JSON.stringify([row({ x: null }), row({ z: 'much' }), row()]);
    const { predictions, warnings } = (await post(body)).json();
    expect(predictions.slice(0, 2)).toEqual([
      {
        problem: {
          message: 'body:1: column x: a value is missing, and such rows get no prediction (missing: "drop")',
          column: 'x',
          value: null,
        },
      },
      {
        problem: { message: expect.stringContaining('"much" counts as missing'), column: 'z', value: 'much' },
      },
    ]);
    expect(predictions[2].prediction).toBeTypeOf('number');
    expect(warnings.join()).toContain('much');
  });

  it('none of which has a prediction are refused, an array without any has no answers', async () => {
    server = served(world, ['class']);
    const all = await post(JSON.stringify([row({ x: 'oops' })]));
    expect([all.statusCode, all.json().predictions[0].problem.value]).toEqual([422, 'oops']);
    const none = await post('[]');
    expect([none.statusCode, none.json().predictions]).toEqual([200, []]);
  });

  it('with a category that training did not know come with a warning', async () => {
    server = served(world, ['class']);
    const { predictions, warnings } = (await post(JSON.stringify(row({ color: 'mauve' })))).json();
    expect(predictions[0].prediction).toBeTypeOf('string');
    expect(warnings.join()).toContain('mauve');
  });

  it('say in every format what is odd about each, in the words of mlp predict for that row alone', async () => {
    server = served(world, ['filled']);
    const odd = ['abc,1.5,4,', 'red,1.5,4,2024-03-05', 'blue,abc,,2023-99-99', '"x, ""y"" z",,3,2024-01-01'];
    const head = 'color,x,z,day\n';
    const said = async (line: string) => {
      const { stderr } = await world.done('predict runs/filled -', { stdin: `${head}${line}\n` });
      return stderr.split('\n').flatMap((text) => /^(?:warning|note): stdin: (.*)$/.exec(text)?.[1] ?? []);
    };
    const expected = await Promise.all(odd.map(said));
    expect(expected.map(({ length }) => length)).toEqual([2, 0, 2, 2]);
    const plain = (texts: readonly string[] = []) =>
      texts.map((text) => text.replace(/^body: /, '').replace(/(line|row) \d+/g, 'line 2')).toSorted();
    const words = expected.map(plain);
    const text = `${head}${odd.join('\n')}\n`;

    type Answer = { warnings?: string[] };
    const answer = await post(text, 'csv', { headers: { accept: types.json } });
    expect(answer.json().predictions.map(({ warnings }: Answer) => plain(warnings))).toEqual(words);
    const lines = (await post(text, 'csv', { headers: { accept: types.jsonl } })).body.trimEnd().split('\n');
    const objects = lines.map((line) => JSON.parse(line) as Answer);
    expect(objects.map(({ warnings }) => plain(warnings))).toEqual(words);
    expect(Object.keys(objects[1])).toEqual(['prediction', 'p_hi', 'p_lo']);
    const { body } = await post(text, 'csv', { url: '/predict?keep=x' });
    const [header, ...records] = parseRecords(Buffer.from(body), {
      delimiter: ',',
      comment: undefined,
      blankIsRecord: true,
    });
    expect(header.slice(-2)).toEqual(['problem', 'warnings']);
    expect(records.map((fields) => fields.at(-1)!.split(/; (?=body: )/)).map(plain)).toEqual(
      words.map((each) => (each.length > 0 ? each : [''])),
    );
  });

  it('have no warnings where they have a problem, or where those beside them are odd', async () => {
    server = served(world, ['number']);
    const rows = Array.from({ length: 700 }, (_, i) =>
      row(i % 7 === 3 ? { x: 'abc' } : { color: `c${i % 2}` }),
    );
    const answers = (await post(jsonLines([...rows, row()]), 'jsonl')).body.trimEnd().split('\n');
    const warnings = answers.map((line) => JSON.parse(line).warnings);
    rows.forEach(({ color }, i) => {
      const text = expect.stringContaining(`"${color}" (1 row, line ${i + 1})`);
      expect(warnings[i]).toEqual(i % 7 === 3 ? undefined : [text]);
    });
    expect(warnings[700]).toBeUndefined();
  });
});

describe('a request is refused', () => {
  const body = JSON.stringify(jsonRows);
  it.each([
    [
      'of another type',
      body,
      { headers: { 'content-type': 'text/plain' } },
      415,
      /expected one of application\/json.*, found "text\/plain"; by curl: --json/,
    ],
    ['of no type', body, { headers: { 'content-type': '' } }, 415, /.*/],
    ['that is packed', body, { headers: { 'content-encoding': 'gzip' } }, 415, /as it is/],
    [
      'that accepts nothing there is',
      body,
      { headers: { accept: 'image/png' } },
      406,
      /there is application/,
    ],
    ['by another name', body, { headers: { host: 'evil.example' } }, 421, /--allow-host/],
    ['of a page of others', body, { headers: { origin: 'https://evil.example' } }, 403, /pages of others/],
    [
      'for another model',
      body,
      { url: '/models/clas/predict' },
      404,
      /no model "clas"; did you mean "class"/,
    ],
    ['for nothing that is there', body, { url: '/predictions' }, 404, /there is POST \/predict/],
    ['with an unknown parameter', body, { url: '/predict?treshold=0.5' }, 400, /did you mean "threshold"/],
    ['with a far parameter', body, { url: '/predict?a=1' }, 400, /there are threshold, top_k/],
    ['with a parameter twice', body, { url: '/predict?threshold=0.5&threshold=0.6' }, 400, /there 2 times/],
    ['with no number', body, { url: '/predict?threshold=2' }, 400, /threshold: "2" does not fit/],
    ['with no share', body, { url: '/predict?interval=1' }, 400, /interval: "1" does not fit/],
    ['with no flag', body, { url: '/predict?spread=1' }, 400, /spread: "1" does not fit/],
    ['with too many classes', body, { url: '/predict?top_k=5' }, 400, /^top_k 5: the model knows 2 classes/],
    ['with a half of one', body, { url: '/predict?top_k=1.5' }, 400, /top_k: "1.5" does not fit/],
    [
      'with an option for others',
      body,
      { url: '/predict?interval=0.9' },
      400,
      /^interval 0.9: the model has no rows/,
    ],
    [
      'that would have two columns of a name',
      body,
      { url: '/predict?keep=problem' },
      400,
      /two columns problem/,
    ],
    [
      'that keeps what is not there',
      csv,
      { url: '/predict?keep=ix', headers: { 'content-type': 'text/csv' } },
      400,
      /no column "ix" to keep/,
    ],
    [
      'that keeps what no row has',
      body,
      { url: '/predict?keep=ix' },
      400,
      /no column "ix" to keep; did you mean "i?x"/,
    ],
    [
      'that keeps several, one of which is mistyped',
      jsonLines(jsonRows),
      { url: '/predict?keep=x,colour', headers: { 'content-type': 'application/x-ndjson' } },
      400,
      /^body: no column "colour" to keep; did you mean "color"/,
    ],
    ['that keeps a name that is empty', body, { url: '/predict?keep=x,' }, 400, /^keep: "x," does not fit/],
    ['that is malformed', '[{"x":1}', {}, 400, /^body: character 8: the JSON ends/],
    [
      'that lacks a column',
      'color,x\nred,1\n',
      { headers: { 'content-type': 'text/csv' } },
      400,
      /^body:1: no column/,
    ],
    ['without rows', '', { headers: { 'content-type': 'text/csv' } }, 400, /^body: no data/],
    ['of a broken address', body, { url: '/%' }, 400, /.*/],
  ] as [string, string, InjectOptions, number, RegExp][])('%s', async (_, text, more, status, message) => {
    server = served(world, ['class']);
    const answer = await post(text, 'json', more);
    expect([answer.statusCode, answer.json().problem.message]).toEqual([
      status,
      expect.stringMatching(message),
    ]);
    expect(answer.body).not.toMatch(new RegExp(`${world.directory}|node_modules|\\.(ts|js):\\d`));
    expect(server.errors).toEqual([]);
  });

  it('with more bytes, rows or time than there are', async () => {
    server = served(world, ['class'], { body: 100 });
    const large = await post(body);
    expect([large.statusCode, large.json().problem.message]).toEqual([
      413,
      expect.stringMatching(/more than 100 bytes \(--max-body\)/),
    ]);
    await server.app.close();

    server = served(world, ['class'], { rows: 2 });
    const many = await post(body);
    expect([many.statusCode, many.json().problem.message]).toEqual([
      413,
      expect.stringMatching(/more than 2 rows \(--max-rows\)/),
    ]);
    await server.app.close();

    server = served(world, ['class'], { seconds: 0 });
    // at no time at all either is up first
    const slow = await post(body);
    expect([slow.statusCode, slow.json().problem.message].join()).toMatch(
      /^(503,took longer than 0 s|408,the body did not come within 0 s) \(--timeout\)/,
    );
    await server.app.close();

    server = served(world, ['class'], { concurrent: 0 });
    const busy = await post(body);
    expect([busy.statusCode, busy.headers['retry-after']]).toEqual([503, '1']);
  });

  it('in the middle of its answers by a line that says so', async () => {
    server = served(world, ['class'], { rows: 300 });
    const some = Array.from({ length: 300 }, () => jsonRows[0]);
    const rest = jsonLines(Array.from({ length: 20_000 }, () => jsonRows[0]));
    const answered = (text: string) => text.trimEnd().split('\n');
    const lines = answered((await post(jsonLines(some) + rest, 'jsonl')).body);
    // the first chunk of bytes may hold more rows than there may be
    const last = JSON.parse(lines.at(-1)!);
    expect(last.problem.message).toMatch(/more than 300 rows/);
    const broken = answered((await post(`${csv}"open`, 'csv')).body);
    expect(broken.slice(0, 4).every((line) => /^(hi|lo|prediction),/.test(line))).toBe(true);
    expect(broken.at(-1)).toMatch(/^,,,the answers end here: .*|^,,,"the answers end here: /);
  });

  it('with no word about what failed, where that is no fault of its own', async () => {
    server = served(world, ['class']);
    const [model] = server.models.values();
    Object.defineProperty(model.version, 'preprocessing', {
      get() {
        throw new Error('in /etc/passwd');
      },
    });
    const answer = await post(body);
    expect([answer.statusCode, answer.json().problem.message]).toEqual([
      500,
      'the server failed; its own output says why',
    ]);
    expect(String(server.errors[0])).toContain('/etc/passwd');
  });
});

describe('beside predictions', () => {
  it.each(['/healthz', '/metadata', '/openapi.json', '/nowhere'])(
    'answers %s by a whole line',
    async (path) => {
      server = served(world, ['class']);
      expect((await get(path)).body).toMatch(/^\{[^\n]*\}\n$/);
    },
  );

  it('says whether it answers, and what its models are', async () => {
    server = served(world, ['class', 'number', 'code']);
    expect((await get('/healthz')).json()).toEqual({ status: 'ok', models: ['class', 'number', 'code'] });
    const { models } = (await get('/metadata')).json();
    expect(models[0]).toEqual({
      name: 'class',
      mlp: expect.any(String),
      sha256: world.sha256('runs/class/model.safetensors'),
      task: 'classification',
      columns: [
        { name: 'color', type: 'category', required: false, categories: ['blue', 'green', 'red'] },
        { name: 'x', type: 'number', required: true },
        { name: 'z', type: 'number', required: true },
        { name: 'day', type: 'date', required: true, format: 'iso' },
      ],
      target: { kind: 'classes', names: ['y'], classes: ['hi', 'lo'] },
      answers: ['prediction', 'p_hi', 'p_lo'],
    });
    expect((await get('/models/code/metadata')).json()).toEqual(models[2]);
    expect((await get('/models/cod/metadata')).json().problem.message).toMatch(/did you mean "code"/);
    const without = await post('{}');
    expect(without.json().problem.message).toMatch(
      /several models: \/models\/NAME\/predict, of class, number, code/,
    );
    expect((await post(JSON.stringify(jsonRows), 'json', { url: '/models/number/predict' })).statusCode).toBe(
      200,
    );
  });

  it('describes itself in OpenAPI by schemas that its rows and answers fit', async () => {
    server = served(world, ['class']);
    const description = (await get('/openapi.json')).json();
    expect(description.openapi).toBe('3.1.0');
    const ajv = new Ajv2020({ strict: false });
    ajv.addSchema({ $id: 'api', ...description });
    const fits = (name: string, value: unknown) =>
      ajv.compile({ $ref: `api#/components/schemas/${name}` })(value);
    expect(fits('class.row', row())).toBe(true);
    expect(fits('class.row', row({ x: null }))).toBe(false);
    expect(fits('class.row', { color: 'red' })).toBe(false);
    const { predictions } = (await post(JSON.stringify([row(), row({ x: 'oops' })]))).json();
    expect(predictions.map((each: unknown) => fits('class.answer', each))).toEqual([true, true]);
    expect(fits('class.answer', {})).toBe(false);
    expect(fits('refusal', (await get('/nothing')).json())).toBe(true);
    const { parameters } = description.paths['/predict'].post;
    expect(parameters.map(({ name }: { name: string }) => name)).toEqual([
      'threshold',
      'top_k',
      'interval',
      'spread',
      'error',
      'keep',
    ]);
  });

  it('has a page with a field for each column, which loads nothing', async () => {
    server = served(world, ['class', 'code']);
    const { body, headers } = await get('/');
    expect(body.match(/<input name="([^"]+)"/g)).toHaveLength(6);
    expect(body).toContain('<option>green</option>');
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'sha256-/);
    expect(body).not.toMatch(/src=|https?:/);
  });
});

describe('a model', () => {
  it('that changes is read anew, and one that is damaged is not', async () => {
    server = served(world, ['class']);
    const [model] = server.models.values();
    const before = (await post(JSON.stringify(jsonRows))).json().predictions;
    const file = 'runs/class/model.safetensors';
    const old =
      world.read(file) &&
      Buffer.from(
        await import('node:fs').then(({ readFileSync }) => readFileSync(`${world.directory}/${file}`)),
      );
    expect(model.reload()).toBe(false);
    await world.done('train class.json --out runs/class --force --quiet --seed 7');
    expect(model.reload()).toBe(true);
    expect(model.reload()).toBe(false);
    const after = (await post(JSON.stringify(jsonRows))).json().predictions;
    expect(after).not.toEqual(before);
    world.write(file, 'damaged');
    expect(() => model.reload()).toThrow(/not a safetensors|safetensors/);
    expect(model.reload()).toBe(false);
    expect((await post(JSON.stringify(jsonRows))).json().predictions).toEqual(after);
    world.write(file, old);
    expect(model.reload()).toBe(true);
    expect((await post(JSON.stringify(jsonRows))).json().predictions).toEqual(before);
  });

  it('keeps the predictors of the last options alone', async () => {
    server = served(world, ['class']);
    const [{ version }] = server.models.values();
    const first = version.predictor({});
    for (let i = 1; i < 8; i++) version.predictor({ threshold: i / 10 });
    expect(version.predictor({})).toBe(first);
    for (let i = 1; i < 9; i++) version.predictor({ threshold: i / 20 });
    expect(version.predictor({})).not.toBe(first);
  });
});
