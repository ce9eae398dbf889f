import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadModel } from '../../src/model/load_model.js';
import { mlp } from '../helpers/cli.js';
import { json, seeds, trained } from './configs.js';

describe.each(seeds)('seed %i', (seed) => {
  test('xor-logistic and xor-linear fail, and alike: they are the same model', async () => {
    const [logistic, linear] = await Promise.all(
      ['xor-logistic', 'xor-linear'].map((name) => trained(name, seed)),
    );
    for (const { metrics } of [logistic, linear]) {
      // W = 0 and b = 0 give ln 2 whatever the data. By symmetry nothing is better but for the accidents of 400 points.
      expect(metrics.train.loss).toBeLessThanOrEqual(Math.LN2);
      expect(metrics.train.loss).toBeGreaterThan(Math.LN2 - 0.005);
      // A line has two or three of the four clusters right; one through their middle may cut a few points off.
      expect(metrics.train.accuracy).toBeGreaterThan(0.48);
      expect(metrics.train.accuracy).toBeLessThanOrEqual(0.75);
    }
    // Both objectives have the same least value. lbfgs ends where a step changes the loss by less than 1e-9 or the
    // gradient is below 1e-7; with so flat a minimum that is well within 1e-6 of it.
    expect(Math.abs(logistic.metrics.train.loss - linear.metrics.train.loss)).toBeLessThan(1e-6);
  });

  test.each(['xor-basis', 'xor-ffnn', 'xor-deep'])(
    '%s is solved, also for points never seen',
    async (name) => {
      const { run, metrics } = await trained(name, seed);
      expect(metrics.train.accuracy).toBe(1);
      // All probabilities are within 1e-4 of their label; ln 2 is 7000 times as much.
      expect(metrics.train.loss).toBeLessThan(1e-4);
      const { stdout } = await mlp([
        'generate',
        'xor_clusters',
        '--rows',
        '1000',
        '--seed',
        String(seed + 100),
      ]);
      const again = await mlp(['eval', run, '-', '--json'], { stdin: stdout });
      // 400 points leave open where between the clusters the boundary runs: it may cut off the rim of one.
      expect(JSON.parse(again.stdout).data.accuracy).toBeGreaterThanOrEqual(0.99);
    },
  );
});

test('the basis of xor-basis stays as it is given: its head alone learns', async () => {
  const { run } = await trained('xor-basis', 0);
  const { tensors } = loadModel(run);
  expect([...tensors.get('layers.0.weight')!.data]).toEqual([1, 1, -1, -1]);
  expect([...tensors.get('layers.0.bias')!.data]).toEqual([5, 5]);
  const { parameters } = await json('check', join('configs', 'xor-basis.json'));
  expect(parameters).toEqual({ total: 9, trainable: 3, frozen: 6 });
});

test("the Playground's xor fills the quadrants, which that basis cannot tell apart", async () => {
  // It sees s = x1 + x2 alone, and where that is near 0 both classes are: at (4, −4) and at (0.5, 0.5), say. All it can
  // do is to say −1 where |s| < c. Coordinates lie 0.3 to 5.3 from the axes, 5 wide: of label 1, which is half of all,
  // (c − 0.6)²/50 is within c; of label −1, (5 − c)²/25 is beyond. The sum is least at c = 3.53, and the accuracy 0.871
  // there. With 2000 points its standard error is 0.0075.
  const { metrics } = await trained('xor-basis', 0, 'data.train.generator=xor', 'data.train.rows=2000');
  expect(metrics.train.accuracy).toBeGreaterThan(0.84);
  expect(metrics.train.accuracy).toBeLessThan(0.9);
  const learned = await trained('xor', 0);
  expect(learned.metrics.test.accuracy).toBeGreaterThan(0.95);
});

test('mlp inspect shows the one affine map that xor-linear is: that of xor-logistic', async () => {
  const [logistic, linear] = await Promise.all(
    ['xor-logistic', 'xor-linear'].map(async (name) => json('inspect', (await trained(name, 0)).run)),
  );
  const [{ layers, weight, bias }] = linear.affine;
  expect(layers).toEqual(['layers.0', 'layers.1', 'layers.2', 'head']);
  const [alone] = logistic.affine;
  expect(alone.layers).toEqual(['head']);
  // The minimum is flat: the Hessian is Σ p (1 − p) x xᵀ / n ≈ 25/4 for W and 1/4 for b, so a loss within 1e-9 of
  // the least allows √(2e-9 · 4) ≈ 1e-4 in b, and less in W.
  weight[0].forEach((w: number, j: number) => {
    expect(Math.abs(w - alone.weight[0][j])).toBeLessThan(1e-3);
  });
  expect(Math.abs(bias[0] - alone.bias[0])).toBeLessThan(1e-3);
});
