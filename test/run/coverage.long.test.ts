import { expect, test } from 'vitest';
import { parseConfig } from '../../src/config/index.js';
import * as run from '../../src/run/fit.js';
import { prepareRun } from '../../src/run/prepare_run.js';

const SPLITS = 200;
const CALIBRATION = 60;

/** Coverage of test rows by seed: the generator, the split and the network are made anew for each. */
async function coverages(train: object, head: object): Promise<number[]> {
  const found: number[] = [];
  for (let seed = 0; seed < SPLITS; seed++) {
    const config = parseConfig({
      seed,
      data: { train, split: { type: 'random', validation: 0, test: 0.5, calibration: 0.3, stratify: false } },
      layers: [{ type: 'dense', units: 4, activation: 'tanh' }],
      head,
      training: { epochs: 10 },
    });
    const { network, ...prepared } = await prepareRun({ ...config, name: 'coverage' }, { directory: '.' });
    expect(prepared.dataset.calibration!.rows).toBe(CALIBRATION);
    const { reports } = await run.fit(prepared, { network, now: () => 0, threads: 1 });
    found.push(reports.test!.coverage!);
  }
  return found;
}

/** Mean of values, and its standard error. */
function meanOf(values: readonly number[]) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, error: Math.sqrt(squares / (values.length - 1) / values.length) };
}

test('intervals of numbers hold 0.9 of the rows, and 1 / (n + 1) more at most', async () => {
  const { mean, error } = meanOf(await coverages({ generator: 'reg_gauss', rows: 200, noise: 0.3 }, {}));
  expect(mean).toBeGreaterThan(0.9 - 2 * error);
  expect(mean).toBeLessThan(0.9 + 1 / (CALIBRATION + 1) + 2 * error);
});

test('intervals by the predicted deviation hold 0.9 of the rows, and 1 / (n + 1) more at most', async () => {
  const head = { loss: 'gaussian_nll' };
  const { mean, error } = meanOf(await coverages({ generator: 'reg_gauss', rows: 200, noise: 0.3 }, head));
  expect(mean).toBeGreaterThan(0.9 - 2 * error);
  expect(mean).toBeLessThan(0.9 + 1 / (CALIBRATION + 1) + 2 * error);
});

test('sets of classes hold 0.9 of the rows', async () => {
  const noisy = { generator: 'xor', rows: 200, noise: 0.8 };
  const { mean, error } = meanOf(await coverages(noisy, { activation: 'softmax' }));
  expect(mean).toBeGreaterThan(0.9 - 2 * error);
});
