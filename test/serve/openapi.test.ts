import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Json, type Project, project } from '../cli/project.js';
import { sharedDirectory } from '../files/temporary_directory.js';
import { served } from './served.js';

const rows = Array.from({ length: 60 }, (_, i) => {
  const a = (i * 7) % 20;
  const b = (i * 3) % 11;
  const [p, q, r] = [0.2, 0.5, 0.3].map((part, k) => (k === i % 3 ? part + 0.2 : part - 0.1));
  return [i, a / 4, b, a > 9 ? 'hi' : 'lo', ['x', 'y', 'z'][i % 3], a + b, a - b, a > b, b > 5, p, q, r];
});
const head = 'id,a,b,two,three,sum,difference,more,large,p1,p2,p3';
const numeric = (row: readonly unknown[]) =>
  row.map((cell) => (typeof cell === 'boolean' ? Number(cell) : cell));
const columns = head.split(',');

const config = (target: string | string[] | undefined, more: object = {}, data: object = {}) => ({
  data: { train: 'train.csv', features: ['a', 'b'], ...(target && { target }), missing: 'median', ...data },
  layers: [{ type: 'dense', units: 4, activation: 'tanh' }],
  training: { epochs: 2 },
  ...more,
});
const calibration = { split: { type: 'random', calibration: 0.3 } };
const models: Record<string, object> = {
  two: config('two', {}, calibration),
  three: config('three', { ensemble: 'shared' }, calibration),
  number: config('sum', { ensemble: 'shared' }, calibration),
  numbers: config(['sum', 'difference'], { head: { loss: 'gaussian_nll' } }),
  labels: config(['more', 'large'], { head: { activation: 'sigmoid' }, ensemble: 'shared' }),
  shares: config(['p1', 'p2', 'p3'], { head: { activation: 'softmax' } }),
  code: config(undefined, { task: 'reconstruction' }),
  rows: config(
    undefined,
    {
      task: 'generation',
      training: { epochs: 2, objective: { type: 'vae', latent: 2 } },
    },
    { features: ['a', 'b', 'two'] },
  ),
};

/** Number of the queries below that each model answers. */
const answers: Record<string, number> = {
  two: 8,
  three: 12,
  number: 5,
  numbers: 3,
  labels: 4,
  shares: 5,
  code: 3,
  rows: 1,
};

let world: Project;
const directory = sharedDirectory();
let server: ReturnType<typeof served>;
beforeAll(async () => {
  const configs = Object.entries(models).map(([name, each]) => [`${name}.json`, each]);
  const text = [head, ...rows.map((row) => numeric(row).join())].join('\n');
  world = project({ 'train.csv': `${text}\n`, ...Object.fromEntries(configs) }, directory);
  for (const name of Object.keys(models)) await world.done(`train ${name}.json --out runs/${name} --quiet`);
  server = served(world, Object.keys(models));
});
afterAll(() => server.app.close());

const request = (url: string, payload?: unknown) =>
  server.app.inject({
    method: payload === undefined ? 'GET' : 'POST',
    url,
    headers: { host: 'localhost', 'content-type': 'application/json' },
    ...(payload !== undefined && { payload: JSON.stringify(payload) }),
  });

const queries = [
  ...['', 'top_k=1', 'top_k=2', 'top_k=3', 'spread=true', 'interval=0.5', 'error=true', 'threshold=0.6'],
  ...[
    'error=true&threshold=0.5',
    'top_k=2&spread=true',
    'top_k=3&spread=true&interval=0.5',
    'top_k=1&interval=0.5',
  ],
  ...[
    'spread=true&interval=0.5',
    'spread=true&threshold=0.5',
    'keep=id,two&top_k=1',
    'keep=id,three&interval=0.5',
  ],
];
const body = [
  ...rows.slice(0, 4).map((row) => Object.fromEntries(numeric(row).map((cell, i) => [columns[i], cell]))),
  3,
  { id: 1, a: 'none', b: null, two: 'mid' },
];

describe('the description in OpenAPI', () => {
  it.each(Object.keys(models))('fits all answers of the model %s', async (name) => {
    const { schemas, paths } = await description();
    let answered = 0;
    for (const query of queries) {
      const answer = await request(`/models/${name}/predict?${query}`, body);
      const { schema } =
        paths[`/models/${name}/predict`].post.responses[answer.statusCode].content['application/json'];
      expect([query, answer.json(), schemas.faults(schema, answer.json())]).toEqual([
        query,
        answer.json(),
        [],
      ]);
      if (answer.statusCode !== 200) continue;
      answered++;
      const [first, ...others] = answer.json().predictions;
      expect(others.at(-1).warnings).toBeDefined();
      const one = { $ref: `#/components/schemas/${name}.answer` };
      for (const key of Object.keys(first)) {
        // what no answer looks like: a value of another type
        const faults = schemas.faults(one, { ...first, [key]: { a: 1 } });
        expect([query, key, faults]).not.toEqual([query, key, []]);
      }
    }
    expect(answered).toBe(answers[name]);
    const none = await request(`/models/${name}/predict`, [3]);
    const { responses } = paths[`/models/${name}/predict`].post;
    expect(none.statusCode).toBe(422);
    expect(schemas.faults(responses[422].content['application/json'].schema, none.json())).toEqual([]);
  });

  it('says which types numbers, classes and marks have', async () => {
    const { components } = (await request('/openapi.json')).json();
    const [plain, top] = components.schemas['three.answer'].anyOf;
    expect(plain.properties).toMatchObject({
      prediction: { enum: ['x', 'y', 'z'] },
      p_x: { type: ['number', 'null'] },
      spread_z: { type: ['number', 'null'] },
      set: { type: 'array', items: { enum: ['x', 'y', 'z'] } },
    });
    expect(top.required).toEqual(['prediction_1', 'p_1']);
    expect(Object.keys(top.properties)).toEqual(expect.arrayContaining(['prediction_3', 'p_3', 'spread_3']));
    expect(components.schemas['labels.answer'].anyOf[0].properties.prediction_more.type).toEqual([
      'integer',
      'null',
    ]);
    expect(
      components.schemas['code.answer'].anyOf.map(({ required }: { required: string[] }) => required),
    ).toEqual([['prediction_a', 'prediction_b'], ['error'], undefined]);
  });

  it('has every status that a request for predictions gets', async () => {
    const { paths } = await description();
    for (const { post } of Object.values<Json>(paths).filter((each) => 'post' in each))
      expect(Object.keys(post.responses).map(Number)).toEqual([
        200, 400, 403, 406, 408, 413, 415, 421, 422, 500, 503,
      ]);
  });
});

async function description() {
  const document = (await request('/openapi.json')).json();
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  ajv.addSchema({ $id: 'api', ...document });
  const compiled = new Map<string, ReturnType<typeof ajv.compile>>();
  const faults = ({ $ref }: { $ref: string }, value: unknown) => {
    const check = compiled.get($ref) ?? ajv.compile({ $ref: `api${$ref}` });
    compiled.set($ref, check);
    check(value);
    return (check.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  };
  return { paths: document.paths, schemas: { faults } };
}
