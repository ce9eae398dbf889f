import { expect, test } from 'vitest';
import { random, uniform } from '../../src/random.js';
import { project, rowsOf } from './project.js';

const rng = random(5, 'data');
const noise = (rows: number) =>
  [
    'k,a,y',
    ...Array.from({ length: rows }, () => {
      const a = uniform(rng) < 0.1 ? '' : uniform(rng).toFixed(3);
      return `c${Math.floor(uniform(rng) * 400)},${a},${(uniform(rng) - 0.5).toFixed(4)}`;
    }),
  ].join('\n');

const config = {
  task: 'regression',
  data: {
    train: 'd.csv',
    target: 'y',
    encode: 'target',
    missing: 'median',
    missing_indicator: true,
    scale: 'quantile',
    split: { type: 'random', validation: 0.2, test: 0.2 },
  },
  layers: [{ type: 'dense', units: 16, activation: 'relu' }],
  training: { epochs: 30, early_stopping: { patience: 8 } },
};

test('random categories of a few rows teach nothing, and eval of the run prints what train logged', async () => {
  const { done, json } = project({ 'c.json': config, 'd.csv': noise(2000), 'fresh.csv': noise(1000) });
  await done('train c.json --out run --quiet');
  const { train, validation, test: held } = json('run/metrics.json');
  // the standard error of R² of nothing is some 1 / √rows for each thing that is learned: 0.03
  expect(train.r2).toBeLessThan(0.05);
  expect(validation.r2).toBeLessThan(0.03);
  expect(held.r2).toBeLessThan(0.03);
  const evaluated = JSON.parse((await done('eval run --json')).stdout);
  expect(evaluated).toMatchObject({ train, validation, test: held });
});

test('out-of-fold estimates of an ensemble of folds are not flattered', async () => {
  const { done, json } = project({
    'c.json': {
      ...config,
      ensemble: { type: 'folds', members: 4 },
      data: { ...config.data, split: { type: 'none' } },
    },
    'd.csv': noise(1500),
  });
  await done('train c.json --out run --quiet');
  const { train, validation } = json('run/metrics.json');
  expect(validation.r2).toBeLessThan(0.02);
  const evaluated = JSON.parse((await done('eval run --json')).stdout);
  expect(evaluated).toMatchObject({ train, validation });
});

test('rows are predicted one by one as together, values that training did not have by the mean of the target', async () => {
  const { done } = project({ 'c.json': config, 'd.csv': noise(600) });
  await done('train c.json --out run --quiet');
  const rows = ['c1,0.5', 'c2,', 'zz,0.25'];
  const predict = async (lines: readonly string[]) =>
    rowsOf((await done('predict run', { stdin: ['k,a', ...lines].join('\n') })).stdout).slice(1);
  const together = await predict(rows);
  const single = [await predict([rows[0]]), await predict([rows[1]]), await predict([rows[2]])];
  expect(together).toEqual(single.flat());
  const { stderr } = await done('predict run', { stdin: 'k,a\nzz,0.5\n' });
  expect(stderr).toContain('encoded as the mean of the target: k: "zz" (1 row, line 2)');
  const jacobian = rowsOf((await done('jacobian run', { stdin: 'k,a\nc1,0.5\n' })).stdout);
  expect(jacobian[0]).toEqual(['dprediction/dk.mean_y', 'dprediction/da', 'dprediction/da=(missing)']);
  expect((await done('inspect run')).stdout).toContain('mean_y of each, with 10 rows of the overall mean: c');
});
