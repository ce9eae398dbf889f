import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { type Project, project, rowsOf } from './project.js';

/** Rows of x, z and y: y is a where x is below 3. */
const rows = Array.from({ length: 60 }, (_, i) => [(i * 7) % 10, (i * 3) % 5, (i * 7) % 10 < 3 ? 'a' : 'b']);
const csv = (part: readonly (readonly (string | number)[])[], header = 'x,z,y') =>
  `${[header, ...part.map((row) => row.join(','))].join('\n')}\n`;
const jsonl = (part: typeof rows) => part.map(([x, z, y]) => `${JSON.stringify({ x, z, y })}\n`).join('');
const parts = [rows.slice(0, 20), rows.slice(20, 40), rows.slice(40)];

const config = (train: unknown, more: object = {}) => ({
  data: { train, target: 'y', ...more },
  layers: [],
  training: { epochs: 3 },
});

const world = (): Project =>
  project({
    'all.csv': csv(rows),
    'parts/b.csv': csv(parts[1]),
    'parts/a.csv': csv(
      parts[0].map(([x, z, y]) => [y, x, z]),
      'y,x,z',
    ),
    'parts/c.csv.gz': gzipSync(csv(parts[2])),
    'parts/other.txt': 'x\n',
    'lines.jsonl': jsonl(rows),
    'lines.ndjson.gz': gzipSync(jsonl(rows)),
    'lines.txt': jsonl(rows),
    'mixed/1.csv': csv([...parts[0], ...parts[1]]),
    'mixed/2.jsonl': jsonl(parts[2]),
    'c.json': config('all.csv'),
  });

/** The metrics of a training. */
async function metrics({ done }: Project, train: unknown, more = ''): Promise<unknown> {
  const value = typeof train === 'string' ? train : JSON.stringify(train);
  const { stdout } = await done(
    `train c.json --set data.train=${value} --force --json --quiet --out r ${more}`,
  );
  return JSON.parse(stdout).train;
}

describe('several files are one table', () => {
  test.each<[what: string, train: unknown]>([
    ['a pattern', 'parts/*.csv*'],
    ['a list', ['parts/a.csv', 'parts/b.csv', 'parts/c.csv.gz']],
    ['a list with a pattern', ['parts/[ab].csv', 'parts/c.csv.gz']],
    ['braces', 'parts/{a,b}.csv{,.gz}'],
    ['CSV and JSON lines', 'mixed/*'],
    ['JSON lines', 'lines.jsonl'],
    ['JSON lines, packed', 'lines.ndjson.gz'],
    ['JSON lines of another ending', 'lines.txt'],
  ])('%s', async (what, train) => {
    const project = world();
    const expected = await metrics(project, 'all.csv');
    const found = await metrics(project, train);
    // {c}.csv.gz is no name of the braces: two of three parts
    if (what === 'braces') expect(found).toMatchObject({ rows: 40 });
    else expect(found).toEqual(expected);
  });

  test('for validation and test, too; eval finds them from the run directory; a run goes on', async () => {
    const project = world();
    const { done, json } = project;
    const sets = '--set data.validation=["parts/a.csv"] --set data.test=parts/[b-c].csv*';
    const { stdout } = await done(`train c.json --out deep/run --json ${sets}`);
    const trained = JSON.parse(stdout);
    expect(trained).toMatchObject({ validation: { rows: 20 }, test: { rows: 40 } });
    expect(json('deep/run/config.json').data).toMatchObject({
      validation: ['../../parts/a.csv'],
      test: '../../parts/[b-c].csv*',
    });
    const measured = JSON.parse((await done('eval deep/run --json')).stdout);
    expect(measured.test).toEqual(trained.test);
    await done(`train c.json --out deep/run --resume --set training.epochs=5 ${sets}`);
  });

  test('predict, eval and init take several', async () => {
    const { done } = world();
    await done('train c.json --out r --quiet');
    const all = rowsOf((await done('predict r all.csv')).stdout);
    for (const data of ['parts/a.csv parts/b.csv parts/c.csv.gz', 'parts/*.csv*', 'lines.jsonl', 'lines.txt'])
      expect(rowsOf((await done(`predict r ${data}`)).stdout), data).toEqual(all);
    const kept = (await done('predict r parts/a.csv parts/b.csv --keep z')).stdout;
    expect(
      rowsOf(kept)
        .slice(1)
        .map(([z]) => Number(z)),
    ).toEqual(rows.slice(0, 40).map(([, z]) => z));
    const eval1 = JSON.parse((await done('eval r all.csv --json')).stdout);
    expect(JSON.parse((await done('eval r mixed/1.csv mixed/2.jsonl --json')).stdout)).toEqual(eval1);
    const { data } = JSON.parse((await done('init parts/a.csv parts/b.csv --target y')).stdout);
    expect(data.train).toEqual(['parts/a.csv', 'parts/b.csv']);
    expect(JSON.parse((await done('init parts/*.csv --target y')).stdout).data.train).toBe('parts/*.csv');
    expect(JSON.parse((await done('init lines.jsonl --target y')).stdout).data).not.toHaveProperty(
      'input_format',
    );
  });

  test('messages name the file and its own columns', async () => {
    const { mlp, write } = world();
    const refused = async (line: string, code = 65) => {
      const outcome = await mlp(line);
      expect(outcome.code, line).toBe(code);
      return outcome.stderr;
    };
    const set = 'train c.json --dry-run --set data.train';
    write('bad.csv', 'y,x,z\na,1,2\nb,oops,2\n');
    expect(await refused(`${set}=["all.csv","bad.csv"] --set data.columns.x.type=number`)).toContain(
      'error: bad.csv:3:2: column 2 (x) holds numbers, but this is "oops"',
    );
    // of columns that are decided by all of their cells, too: the file of the first that is odd, and its own position
    write(
      'texts.csv',
      csv(
        rows.slice(0, 30).map(([, z, y], i) => [y, z, `t${i}`]),
        'y,z,x',
      ),
    );
    expect(await refused(`${set}=["all.csv","texts.csv"]`)).toContain(
      'error: texts.csv:2:3: column 3 (x) holds numbers',
    );
    write('odd.csv', 'y,x,z\na,1,2\na,oops,2\n');
    const filled = await mlp(`${set}=["all.csv","odd.csv"] --set data.missing=mean`);
    expect(filled.stderr.replaceAll(/\s+/g, ' ')).toContain('(first: odd.csv line 3, "oops")');
    write('gap.csv', 'z,y,x\n1,a,\n');
    expect(await refused(`${set}=["all.csv","gap.csv"]`)).toContain(
      'gap.csv:2:3: column 3 (x): a missing value',
    );
    write('less.csv', 'x,w,y\n1,1,a\n');
    expect(await refused(`${set}=["all.csv","less.csv"]`)).toContain(
      'error: less.csv:1: its columns are not those of all.csv: it lacks "z"; "w" is here alone; files that are read ' +
        'together have the same columns, in any order',
    );
    expect(await refused(`${set}=no/*.csv`, 66)).toContain('no/*.csv: no file has a name of this pattern');
    expect(await refused(`${set}=["all.csv","*.csv"]`, 78)).toContain('all.csv is named twice');
    write('late.jsonl', `${jsonl(parts[0])}{"x":1,"z":2,"y":"a","w":1}\n`);
    expect(await refused(`${set}=["all.csv","late.jsonl"]`)).toContain('late.jsonl:21: the key "w"');
  });

  test('a file whose name is a pattern is that file', async () => {
    const { done, write } = world();
    write('x[1].csv', csv(rows));
    await done('train c.json --dry-run --set data.train=x[1].csv');
  });
});

describe('JSON lines', () => {
  test('stdin is told by its text, or by --input-format', async () => {
    const { done, mlp } = world();
    await done('train c.json --set data.train=- --out r --quiet', { stdin: jsonl(rows) });
    const all = (await done('predict r all.csv')).stdout;
    expect((await done('predict r', { stdin: jsonl(rows) })).stdout).toBe(all);
    expect((await done('predict r - --input-format jsonl', { stdin: `\n${jsonl(rows)}` })).stdout).toBe(all);
    expect((await done('predict r --set data.input_format=jsonl', { stdin: jsonl(rows) })).stdout).toBe(all);
    for (const args of ['predict r', 'jacobian r', 'eval r', 'trace r'])
      for (const format of ['jsonl', 'csv']) {
        const stdin = format === 'jsonl' ? jsonl(rows) : csv(rows);
        const [right, wrong] = format === 'jsonl' ? ['jsonl', 'csv'] : ['csv', 'jsonl'];
        await done(`${args} - --input-format ${right}`, { stdin });
        expect((await mlp(`${args} - --input-format ${wrong}`, { stdin })).code).toBe(65);
      }
    const { stdout } = await done('init - --target y --input-format jsonl', { stdin: jsonl(rows) });
    expect(JSON.parse(stdout).data).toMatchObject({ train: '-', input_format: 'jsonl' });
  });

  test('a line that holds no object is a bad row, after those before it', async () => {
    const { done, mlp } = world();
    await done('train c.json --out r --quiet');
    const lines = jsonl(rows.slice(0, 4)).split('\n');
    lines[2] = '{"x":1,"z":[2]}';
    const stdin = lines.join('\n');
    const failed = await mlp('predict r', { stdin });
    expect(failed.code).toBe(65);
    expect(failed.stderr).toContain('stdin:3:12: the value of "z" is an array');
    expect(rowsOf(failed.stdout)).toHaveLength(3);
    const blank = await done('predict r --on-error blank', { stdin });
    expect(rowsOf(blank.stdout)).toHaveLength(5);
    expect(rowsOf((await done('predict r --on-error skip', { stdin })).stdout)).toHaveLength(4);
  });

  test('ids of 18 digits keep theirs, null and absent keys are missing values', async () => {
    const { done } = world();
    await done('train c.json --out r --quiet --set data.missing=mean');
    const stdin = '{"id":208310224003697474,"x":1.50,"z":null}\n{"id":208310224003697473,"x":2}\n';
    const { stdout } = await done('predict r --keep id,x,z', { stdin });
    expect(rowsOf(stdout).map(([id, x, z]) => [id, x, z])).toEqual([
      ['id', 'x', 'z'],
      ['208310224003697474', '1.50', ''],
      ['208310224003697473', '2', ''],
    ]);
  });
});

describe('lines that are no rows', () => {
  test('comment and skip_rows of a config are those of predict', async () => {
    const { done, mlp, write } = world();
    write('c.csv', `Report\n\n${csv(rows).replaceAll('\n', '\n# c, "\n')}`);
    const set = '--set data.train=c.csv --set data.comment=# --set data.skip_rows=2';
    await done(`train c.json --out r --quiet ${set}`);
    const all = (await done('predict r c.csv')).stdout;
    expect(rowsOf(all)).toHaveLength(61);
    const plain = await mlp('predict r all.csv');
    expect(plain.code).toBe(65);
    expect(plain.stderr).toContain('(--set data.skip_rows=0 where there are none)');
    expect((await done('predict r all.csv --set data.skip_rows=0')).stdout).toBe(all);
    expect((await done('predict r c.csv')).stderr).toContain('note: c.csv: 2 lines skipped first');
  });

  test.each([
    [
      'a title',
      `All stations, 2024\n\n${csv(rows)}`,
      { skip_rows: 2 },
      'the first 2 lines have fewer fields',
    ],
    [
      'a title in a sheet',
      `Stations,,\n,,\n${csv(rows)}`,
      { skip_rows: 2 },
      'the first 2 lines have fewer fields',
    ],
    [
      'a title with decimal commas below',
      `By me; 2024\n\nx;z;y\n${rows.map(([x, z, y]) => `${x},5;${z};${y}`).join('\n')}\n`,
      { delimiter: ';', skip_rows: 2 },
      '',
    ],
    [
      'comments',
      `# by me, "x\n#\n${csv(rows)}`,
      { comment: '#' },
      'lines that begin with # are taken for comments',
    ],
    ['names in a comment', `# by me\n#${csv(rows)}`, { skip_rows: 1 }, 'line 2 names the columns, though'],
    ["Excel's line", `sep=;\r\n${csv(rows).replaceAll(',', ';')}`, { delimiter: ';' }, ''],
    ['a header that comes again', csv(rows) + csv(rows), {}, 'line 62 repeats the header: left out'],
    [
      'decimal commas',
      `${rows.map(([x, z]) => `${x},5;${z},5`).join('\n')}\n`,
      { delimiter: ';', header: false },
      '',
    ],
  ])('init recognises %s', async (_, text, keys, message) => {
    const { done, write } = world();
    write('d.csv', text);
    const target = text.includes('y\n') || text.includes('y\r') ? '--target y' : '';
    const { stdout, stderr } = await done(`init d.csv ${target}`.trim());
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain(message);
    const { data } = JSON.parse(stdout);
    const format = ['delimiter', 'header', 'comment', 'skip_rows'].filter((key) => data[key] !== undefined);
    expect(Object.fromEntries(format.map((key) => [key, data[key]]))).toEqual(keys);
    if (target === '') return;
    write('d.json', stdout);
    const trained = await done('train d.json --set training.epochs=1 --quiet');
    expect(trained.stderr).not.toContain('looks like a row');
    expect(rowsOf((await done('predict runs/d d.csv')).stdout).length).toBeGreaterThan(60);
  });

  test('init can be told how a file is written', async () => {
    const { done, mlp, write } = world();
    const of = async (args: string) => JSON.parse((await done(`init d.csv ${args}`)).stdout).data;
    write('d.csv', csv(rows.slice(1)).slice('x,z,y\n'.length));
    expect(await of('')).toMatchObject({ header: false, target: 'c3' });
    expect(await of('--set data.header=true --target b')).not.toHaveProperty('header');
    write('d.csv', `%by me\n${csv(rows)}`);
    const { code, stderr } = await mlp('init d.csv --set data.skip_rows=0 --set data.delimiter=,');
    expect(code).toBe(65);
    expect(stderr).toContain('(--set data.comment=%)');
    expect(await of('--set data.comment=% --target y')).toMatchObject({ comment: '%' });
    expect(await of('--set data.skip_rows=1 --target y')).toMatchObject({ skip_rows: 1 });
    const refused = await mlp('init d.csv --set data.scale=none');
    expect(refused.code).toBe(2);
    expect(refused.stderr.replaceAll(/\s+/g, ' ')).toContain(
      'init takes data.delimiter, data.header, data.comment',
    );
  });

  test('a file of one column: three rows in, three out', async () => {
    const { done, write } = world();
    write('one.json', { ...config('all.csv', { features: ['x'], columns: { x: { missing: 'mean' } } }) });
    await done('train one.json --out r --quiet');
    const stdin = 'x\n1\n\n3\n';
    expect(rowsOf((await done('predict r', { stdin })).stdout)).toHaveLength(4);
    expect(rowsOf((await done('predict r', { stdin: `${stdin}\n` })).stdout)).toHaveLength(5);
  });
});

describe('no header', () => {
  const headless = csv(rows.slice(1)).slice('x,z,y\n'.length);

  test('init tells it by the rows below, numbers and texts', async () => {
    const { done, write } = world();
    write('d.csv', headless);
    const { stdout, stderr } = await done('init d.csv');
    expect(JSON.parse(stdout).data).toMatchObject({ header: false, target: 'c3' });
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain(
      'note: the first line is taken for data, as 2 of its 3 fields are numbers: columns are c1, c2, …',
    );
    write('d.csv', rows.map(([x, z, y]) => `c${x},d${z},${y}\n`).join(''));
    expect(JSON.parse((await done('init d.csv')).stdout).data.header).toBe(false);
  });

  test.each([
    ['years', 'country,2019,2020\nUS,1,2\nDE,3,4\nFR,5,6\n'],
    ['years alone', '2019,2020,2021\n1,2,3\n3,4,4\n5,6,4\n'],
    ['what pandas calls columns', '0,1,2\n.5,.2,3\n3,4,4\n5,6,4\n'],
    ['names above texts', 'x,y\nu,a\nv,b\nu,a\n'],
    ['a name that is a class', 'x,y\nu,y\nv,n\nu,y\n'],
    ['numbers in quotes', 'n,"1","2"\na,3,4\nb,5,6\n'],
  ])('a header is one: %s', async (_, text) => {
    const { done, write } = world();
    write('d.csv', text);
    expect(JSON.parse((await done('init d.csv')).stdout).data).not.toHaveProperty('header');
  });

  test('training warns, or says what to set where the target is not there', async () => {
    const { mlp, write } = world();
    write('d.csv', headless);
    const [, [x, z, y]] = rows;
    const warned = await mlp(`train c.json --dry-run --set data.train=d.csv --set data.target=${y}`);
    expect(warned.stderr.replaceAll(/\s+/g, ' ')).toContain(
      'warning: d.csv: the first line, which names the columns, looks like a row, as',
    );
    const refused = await mlp('train c.json --dry-run --set data.train=d.csv');
    expect(refused.code).toBe(78);
    expect(refused.stderr.replaceAll(/\s+/g, ' ')).toContain(
      `it has ${x}, ${z}, ${y}: if its first line is data`,
    );
    const advised = '--set data.header=false --set data.target=c3';
    expect((await mlp(`train c.json --dry-run --set data.train=d.csv ${advised}`)).code).toBe(0);
  });
});
