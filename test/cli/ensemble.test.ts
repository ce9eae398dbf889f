import { describe, expect, test } from 'vitest';
import { dataset, iris, project, rowsOf } from './project.js';

const data = { train: dataset('iris.csv'), target: 'species', split: { type: 'random' } };
const layers = [
  { type: 'dense', units: 6, activation: 'relu' },
  { type: 'dropout', rate: 0.1 },
  { type: 'dense', units: 5, activation: 'tanh' },
];
const ensemble = { type: 'shared', members: 3 };
/** Interrupts as soon as it can. */
const interrupting = (listener: (signal: 'SIGINT') => void) => {
  listener('SIGINT');
  return () => {};
};
const shared = (more: object = {}) => iris({ data, layers, ensemble, training: { epochs: 4 }, ...more });
const numbers = (outcome: { stdout: string }) =>
  rowsOf(outcome.stdout)
    .slice(1)
    .map((row) => row.map(Number));

describe('an ensemble in one network, by the program', () => {
  test('the same bits on every backend, with any number of threads, and after an interruption', async () => {
    const world = project({ 'iris.json': shared({ training: { epochs: 4, restarts: 2 } }) });
    await world.done('train iris.json --out run --threads 1');
    const whole = world.sha256('run/model.safetensors');
    await world.done('train iris.json --out two --threads 2');
    await world.done('train iris.json --out js --backend js');
    let calls = 0;
    for (let code = 130; code === 130; calls++) {
      const flags = calls === 0 ? '' : '--resume';
      ({ code } = await world.mlp(`train iris.json --out parts ${flags}`, { onSignal: interrupting }));
    }
    expect(calls).toBeGreaterThan(5);
    for (const name of ['two', 'js', 'parts'])
      expect(world.sha256(`${name}/model.safetensors`), name).toBe(whole);
    const again = JSON.parse((await world.done('eval run --json')).stdout);
    expect(again).toMatchObject({ validation: world.json('run/metrics.json').validation });
  });

  test('parameters, widths and memory count the members', async () => {
    const world = project({ 'iris.json': shared(), 'plain.json': shared({ ensemble: undefined }) });
    const text = (await world.done('check iris.json')).stdout;
    expect(text).toMatch(/layers\.0 +dense +relu +\[n, 3 × 6\] +72\b/);
    expect(text).toMatch(/layers\.2 +dense +tanh +\[n, 3 × 5\] +78\b/);
    expect(text).toMatch(/head +dense +softmax +\[n, 3\] +54\b/);
    expect(text).toContain('204 parameters');
    const memory = async (config: string) =>
      JSON.parse((await world.done(`check ${config} --json`)).stdout).bytes.training;
    expect(await memory('iris.json')).toBeGreaterThan(2 * (await memory('plain.json')));
    const { stderr } = await world.done('train iris.json --out run');
    expect(stderr).toContain('4-6-5-3 (3 members) network');
  });

  test('every command that takes a model or a config', async () => {
    const world = project({ 'iris.json': shared() });
    await world.done('train iris.json --out run');
    const { nodes, tensors } = JSON.parse((await world.done('inspect run --graph')).stdout);
    expect(nodes[0].outputs[0].shape).toEqual(['rows', 3, 6]);
    expect(nodes.at(-1).nodes.at(-1)).toMatchObject({ op: 'mean', attributes: { members: 3 } });
    expect(tensors['head.weight'].shape).toEqual([3, 3, 5]);
    expect((await world.done('gradcheck iris.json --rows 5')).stdout).toMatch(/input_scale +3 × 4 .* ok/);
    expect((await world.done('gradcheck run --rows 5')).stdout).toMatch(/worst: [a-z0-9._]+\[\d+, \d+/);
    const trace = (await world.done('trace run')).stdout;
    expect(trace).toMatch(/layers\.0 relu +y +\[3 × 6\]/);
    expect(trace).toMatch(/head member_affine +weight +\[3 × 3 × 5\]/);
    await world.done('report run --out report.html');
    expect(world.read('report.html')).toContain('The members of the ensemble');
    await world.done('compare run');
    await world.done('train iris.json --out more --set training.init_from=run');
  });

  test('the Jacobian is that of the mean', async () => {
    const world = project({ 'iris.json': shared() });
    await world.done('train iris.json --out run');
    const at = (value: number) => `sepal_length,sepal_width,petal_length,petal_width\n5.1,3.5,${value},0.2\n`;
    const world2 = { a: at(1.4 - 1e-5), b: at(1.4 + 1e-5) };
    const predicted = async (stdin: string) =>
      rowsOf((await world.done('predict run', { stdin })).stdout)[1]
        .slice(1)
        .map(Number);
    const [below, above] = [await predicted(world2.a), await predicted(world2.b)];
    const [header, row] = rowsOf((await world.done('jacobian run', { stdin: at(1.4) })).stdout);
    header.forEach((name, k) => {
      const match = /^dp_(\w+)\/dpetal_length$/.exec(name);
      if (!match) return;
      const j = ['setosa', 'versicolor', 'virginica'].indexOf(match[1]);
      expect(Math.abs(Number(row[k]) - (above[j] - below[j]) / 2e-5)).toBeLessThan(1e-7);
    });
  });

  test('layers.1 can be printed and gone on from', async () => {
    const world = project({ 'iris.json': shared() });
    await world.done('train iris.json --out run');
    const whole = (await world.done(`predict run ${dataset('iris.csv')}`)).stdout;
    const { stdout: codes } = await world.done(`predict run ${dataset('iris.csv')} --layer 0`);
    expect(rowsOf(codes)[0]).toHaveLength(18);
    expect((await world.done('predict run --from 0', { stdin: codes })).stdout).toBe(whole);
  });
});

describe('predict --spread', () => {
  test('the standard deviation of the members, for each class, beside what is printed without it', async () => {
    const world = project({ 'iris.json': shared() });
    await world.done('train iris.json --out run');
    const plain = rowsOf((await world.done(`predict run ${dataset('iris.csv')}`)).stdout);
    const spread = rowsOf((await world.done(`predict run ${dataset('iris.csv')} --spread`)).stdout);
    expect(spread.map((row) => row.slice(0, 4))).toEqual(plain);
    expect(spread[0].slice(4)).toEqual(['spread_setosa', 'spread_versicolor', 'spread_virginica']);
    for (const row of spread.slice(1).map((values) => values.slice(4).map(Number)))
      for (const value of row) expect(value > 0 && value < 0.6).toBe(true);
    const top = rowsOf((await world.done(`predict run ${dataset('iris.csv')} --spread --top-k 1`)).stdout);
    expect(top[0]).toEqual(['prediction_1', 'p_1', 'spread_1']);
    const best = plain[1].slice(1).map(Number);
    const chosen = best.indexOf(Math.max(...best));
    expect(top[1][2]).toBe(spread[1][4 + chosen]);
  });

  test('of folds it is that of what --layer prints of each, and in the unit of the target', async () => {
    const config = {
      data: { train: dataset('mtcars.csv'), target: 'mpg', target_scale: 'standard' },
      layers: [{ type: 'dense', units: 4, activation: 'tanh' }],
      ensemble: { type: 'folds', members: 2 },
      training: { epochs: 5 },
    };
    const world = project({ 'cars.json': config });
    await world.done('train cars.json --out run');
    const data = dataset('mtcars.csv');
    const spread = numbers(await world.done(`predict run ${data} --spread`));
    const [a, b] = [
      numbers(await world.done(`predict run ${data} --layer members.0`)),
      numbers(await world.done(`predict run ${data} --layer members.1`)),
    ];
    const { scale } = JSON.parse((await world.done('inspect run --json')).stdout).preprocessing.target;
    spread.forEach(([, value], i) => {
      expect(value / ((scale[0] * Math.abs(a[i][0] - b[i][0])) / Math.SQRT2)).toBeCloseTo(1, 8);
    });
  });

  test('autoencoders and labels have one for each column; one network has none, and a layer neither', async () => {
    const world = project({
      'iris.json': shared({ ensemble: undefined }),
      'code.json': shared({
        data: { train: dataset('iris.csv'), ignore: ['species'] },
        task: 'reconstruction',
      }),
    });
    await world.done('train code.json --out code');
    const [header] = rowsOf((await world.done(`predict code ${dataset('iris.csv')} --spread`)).stdout);
    expect(header.slice(4)).toEqual(header.slice(0, 4).map((name) => name.replace('prediction', 'spread')));
    await world.done('train iris.json --out run');
    const refused = async (more: string) =>
      (await world.mlp(`predict ${more} ${dataset('iris.csv')}`)).stderr;
    expect(await refused('run --spread')).toContain(
      'but this model is a single network; train one with --set ensemble=shared',
    );
    expect(await refused('code --spread --layer 0')).toContain(
      'leave out --top-k, --threshold, --interval, --error and --spread',
    );
    expect(await refused('code --spread --error')).toContain('leave out --spread, or --error');
  });
});

test.each([
  ['ensemble.members=1', 'expected a number of at least 2, found 1'],
  ['ensemble.members=0', 'expected a number of at least 2, found 0'],
  ['ensemble.members=1000', 'expected a number of at most 64, found 1000'],
  ['ensemble=share', 'did you mean "shared"?'],
  ['ensemble.scaling=sign', 'did you mean "signs"?'],
])('--set %s is refused', async (set, message) => {
  const world = project({ 'iris.json': shared() });
  const { code, stderr } = await world.mlp(`check iris.json --set ${set}`);
  expect(code).toBe(2);
  expect(stderr).toContain(message);
});
