import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dataset, iris, project } from './project.js';

const space = { 'optimizer.learning_rate': { log_uniform: [1e-3, 1e-1] } };
const place = (tried: object | string = space, config: object = {}) =>
  project({ 'iris.json': iris({ training: { epochs: 2 }, ...config }), 'space.json': tried });
const tune = 'tune iris.json --space space.json --strategy random';
const said = ({ code, stderr }: { code: number; stderr: string }) => [code, stderr.replace(/\s+/g, ' ')];
const interrupted = {
  onSignal(listener: (signal: 'SIGTERM') => void) {
    listener('SIGTERM');
    return () => {};
  },
};
const values = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => JSON.parse(line));

/** Regression, without test rows. */
const diabetes = {
  name: 'iris',
  data: {
    train: dataset('diabetes.csv'),
    target: 'progression',
    split: { type: 'random', validation: 0.3 },
  },
};

test.each<[object | string, string, number, string]>([
  [{ 'a..b': { uniform: [0, 1] } }, '', 78, '"a..b" is no dotted path, such as layers.0.units'],
  [{ 'training.l2': 3 }, '', 78, '"training.l2" has none of'],
  [{ 'training.l2': { uniform: [0, 1], choice: [0, 1] } }, '', 78, '"training.l2" has 2 of'],
  ['[]', '', 78, 'expected an object of parameters'],
  [{ 'head.loss': { choice: ['cross_entropy', 'mse'] } }, '', 2, 'changes what the loss is'],
  [{ 'data.target_scale': { choice: ['none', 'standard'] } }, '', 2, 'changes what the loss is'],
  [space, '--set data.train=-', 2, 'data from stdin ("-") can be read once only'],
  [space, '--metric poisson_nll', 2, '--metric'],
  [space, '--metric zzzzzz', 2, 'no metric or loss "zzzzzz"; there are '],
])('a space of %j with "%s" is refused', async (tried, flags, code, message) => {
  const { mlp, directory } = place(tried);
  const outcome = await mlp(`${tune} --trials 2 ${flags}`);
  expect(said(outcome)).toEqual([code, expect.stringContaining(message)]);
  expect(existsSync(join(directory, 'runs'))).toBe(false);
});

test('of several processes none has a time limit, nor removes a study', async () => {
  const { mlp, done } = place();
  const env = { PMI_RANK: '0', PMI_SIZE: '2' };
  const limited = await mlp(`${tune} --time-limit 1`, { env });
  expect(said(limited)).toEqual([2, expect.stringContaining('use the time limit of mpirun')]);
  await done(`${tune} --trials 2`);
  const forced = await mlp(`${tune} --trials 2 --force`, { env });
  expect(said(forced)).toEqual([2, expect.stringContaining('--force under mpirun could remove')]);
});

test('a plan has as many trials as a study without --trials, and the flags of its line', async () => {
  const { done } = place();
  const { stdout } = await done(`${tune} --plan --set training.l2=0.1 --backend js`);
  const lines = stdout.trimEnd().split('\n');
  expect(lines).toHaveLength(60);
  for (const line of lines)
    expect(line).toMatch(/^mlp train iris\.json --set training\.l2=0\.1 --backend js --set optimizer/);
  const grid = place({ 'layers.0.bias': { choice: [true, false] }, 'layers.0.units': { choice: [2, 3, 4] } });
  const all = await grid.done('tune iris.json --space space.json --strategy grid --plan --out runs/p');
  expect(all.stdout.trimEnd().split('\n')).toHaveLength(6);
});

test('a time limit of nothing: no trial, no choice; what there was is chosen from', async () => {
  const { mlp, done, directory } = place();
  const none = await mlp(`${tune} --trials 3 --time-limit 0`);
  expect(none.code).toBe(1);
  expect(existsSync(join(directory, 'runs/iris-tune/report.html'))).toBe(false);
  await done(`${tune} --trials 3 --force`);
  const more = await done(`${tune} --trials 6 --time-limit 0 --resume --json`);
  expect(said({ ...more, code: 0 })[1]).toContain('stopped by --time-limit after 3 of 6');
  const { stopped, leaderboard } = JSON.parse(more.stdout);
  expect([stopped, leaderboard.length]).toEqual(['time_limit', 3]);
  // of fewer trials than were trained, the first count
  const fewer = await done(`${tune} --trials 2 --resume --json`);
  expect(
    JSON.parse(fewer.stdout)
      .leaderboard.map(({ trial }: { trial: number }) => trial)
      .sort(),
  ).toEqual([...[0, 1]]);
});

test('values that make no config with these data are results; where none has a value, none is chosen', async () => {
  const some = place({ 'head.loss': { choice: ['cross_entropy', 'poisson_nll'] } });
  const { stderr, stdout } = await some.done(`${tune} --trials 6 --metric accuracy --json`);
  const { failed, leaderboard } = JSON.parse(stdout);
  expect(failed.length + leaderboard.length).toBe(6);
  expect(failed[0]).toMatchObject({ value: null, error: expect.stringContaining('poisson_nll') });
  expect(stderr).toMatch(/without a value, such as trial \d: /);
  const none = place({ 'optimizer.learning_rate': { choice: [1e300, 1e301] } });
  const outcome = await none.mlp(`${tune} --trials 2 --set optimizer.type=sgd --set training.l2=1`);
  expect(said(outcome)).toEqual([1, expect.stringContaining('2 trials without a value')]);
  // with halving those go on that were tried first
  const halved = await none.mlp(
    `${tune} --trials 9 --halving --set optimizer.type=sgd --set training.epochs=9 --out runs/h`,
  );
  expect(halved.code).toBe(1);
  const trials = values(none.read('runs/h/trials.jsonl'));
  expect(trials.map(({ trial }) => trial)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 0, 1, 2, 0]);
});

test('another loss than that of training, without test rows; values that are neither numbers nor text', async () => {
  const { done, read } = project({
    'iris.json': iris({ ...diabetes, training: { epochs: 30 } }),
    'space.json': {
      'optimizer.learning_rate': { log_uniform: [1e-5, 1] },
      'layers.0.bias': { choice: [true, false] },
    },
  });
  const { stderr, stdout } = await done(`${tune} --trials 12 --metric huber --json`);
  const { better, best } = JSON.parse(stdout);
  expect([better, best.test]).toEqual(['lower', null]);
  expect(said({ code: 0, stderr })[1]).toContain(
    'there are no test rows (data.split.test) to say by how much',
  );
  const page = read('runs/iris-tune/report.html');
  expect(page).toContain('There are no test rows to measure it on.');
  expect(page).toContain('the lower, the better');
  expect(page).toContain('<td>false</td>');
});

test('halving of four brackets by loss, whose page says the epochs; what is read varies', async () => {
  const { done, read } = place(
    { ...space, 'data.columns.petal_width.scale': { choice: ['none', 'standard', 'minmax'] } },
    { training: { epochs: 9 } },
  );
  await done(`${tune} --trials 28 --halving --metric loss`);
  const trials = values(read('runs/iris-tune/trials.jsonl'));
  expect(trials.filter(({ rung }) => rung === 0)).toHaveLength(28);
  expect(read('runs/iris-tune/report.html')).toContain('each after its last epoch (up to 9)');
});

test('collecting: a loss is measured, a diverged run has no value, and a changed run is refused', async () => {
  const { done, mlp, write, directory, read } = place({
    'optimizer.learning_rate': { choice: [0.01, 0.02, 1e300] },
  });
  const grid =
    'tune iris.json --space space.json --strategy grid --set optimizer.type=sgd --metric kl_divergence';
  const { stdout } = await done(`${grid} --plan`);
  for (const line of stdout.trimEnd().split('\n'))
    await mlp(line.replace(/^mlp | > .*$/g, '').replace(/'([^' ]*)'/g, '$1'));
  const collected = await done(`${grid} --collect --json`);
  const { leaderboard, failed } = JSON.parse(collected.stdout);
  expect([leaderboard.length, failed.length]).toEqual([2, 1]);
  // interrupted while the best is trained: the line that is said goes on
  const stopped = await mlp(`${grid} --collect`, interrupted);
  expect(stopped.code).toBe(143);
  const line = stopped.stderr.trimEnd().split('\n').at(-1)!;
  expect(line).toContain('--collect');
  await done(line.replace(/^mlp /, ''));
  const metrics = 'runs/iris-tune/trials/0/metrics.json';
  const text = read(metrics);
  write(metrics, '{');
  expect(said(await mlp(`${grid} --collect`))).toEqual([65, expect.stringContaining('not valid JSON')]);
  write(metrics, text);
  rmSync(join(directory, 'runs/iris-tune/trials/0/config.json'));
  expect(said(await mlp(`${grid} --collect`))).toEqual([
    65,
    expect.stringContaining('it has no config.json'),
  ]);
});

test('from the weights of a run, and a file of the result that cannot be removed', async () => {
  const { done, mlp, directory } = place();
  await done('train iris.json --out runs/first --quiet');
  const from = `${tune} --trials 2 --set training.init_from=runs/first --json`;
  const { stdout } = await done(from);
  expect(JSON.parse(stdout).leaderboard).toHaveLength(2);
  rmSync(join(directory, 'runs/iris-tune/best.json'));
  mkdirSync(join(directory, 'runs/iris-tune/best.json'));
  const outcome = await mlp(`${from} --resume`);
  expect(outcome.code).toBe(73);
  expect(outcome.stderr).toContain('runs/iris-tune');
});

test('data of a generator and no section training; one trial, and the fixed part of a config', async () => {
  const { done, mlp, json, write } = project({
    'iris.json': {
      name: 'iris',
      data: { train: { generator: 'circle', rows: 60 }, split: { type: 'random', validation: 0.3 } },
      layers: [{ type: 'dense', units: 3, activation: 'tanh' }],
      optimizer: 'adam',
    },
    'space.json': { 'layers.0.units': { int: [2, 5] } },
  });
  await done(`${tune} --trials 1`);
  const best = json('runs/iris-tune/best.json');
  expect([best.data.train.generator, best.training]).toEqual(['circle', undefined]);
  const other = await mlp(`${tune} --trials 1 --resume --set data.train.rows=61`);
  expect(said(other)).toEqual([65, expect.stringContaining('config.data.train.rows was 60, now 61')]);
  write('space.json', { 'data.split.validation': { uniform: [0.1, 0.5] } });
  expect(said(await mlp(`${tune} --trials 1 --force`))).toEqual([
    78,
    expect.stringContaining('decides what a trial is measured on'),
  ]);
});

test('losses that span decades are on an axis of their logarithms', async () => {
  const rates = { 'optimizer.learning_rate': { choice: [0.02, 1000] } };
  const { done, read } = place(rates, { training: { epochs: 12 } });
  const grid = 'tune iris.json --space space.json --strategy grid --trials 5';
  const { stderr } = await done(grid);
  expect(said({ code: 0, stderr })[1]).toContain(
    'the grid has 2 combinations, so that 5 trials would repeat some',
  );
  expect(read('runs/iris-tune/report.html')).toContain('validation loss (log scale)');
});

test('more sets of data than are kept, of which each is read as its trial has it', async () => {
  const columns = ['sepal_length', 'sepal_width', 'petal_length'];
  const scales = columns.map((name) => [`data.columns.${name}.scale`, { choice: ['none', 'standard'] }]);
  const { done } = place(Object.fromEntries(scales));
  const { stdout } = await done('tune iris.json --space space.json --strategy grid --metric accuracy --json');
  expect(JSON.parse(stdout).leaderboard).toHaveLength(8);
});
