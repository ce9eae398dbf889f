import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { optimizers } from '../../src/nn/optimizers/index.js';
import { runs, sample } from '../helpers/runs.js';
import type { Allocation, Settings } from './measure_allocation.js';

const outfile = 'node_modules/.cache/measure_allocation.mjs';
beforeAll(() => {
  const source = resolve(import.meta.dirname, 'measure_allocation.ts');
  execFileSync(process.execPath, ['src/build/bundle_file.mjs', source, outfile]);
});

/**
 * Measures in a process of its own, with room for all the garbage there may be, so that nothing is collected unasked.
 */
function measure(settings: readonly Settings[]): Allocation[] {
  // compiled at once, not when another thread has had time for it
  const flags = ['--expose-gc', '--single-threaded', '--min-semi-space-size=64', '--max-semi-space-size=64'];
  const output = execFileSync(process.execPath, [...flags, outfile, JSON.stringify(settings)]);
  return JSON.parse(output.toString());
}

const stack = (units: number) => {
  const dense = { type: 'dense', units, activation: 'relu' };
  return [
    dense,
    { type: 'batch_norm' },
    { type: 'dropout', rate: 0.2 },
    { type: 'residual', layers: [dense, { type: 'layer_norm' }] },
  ];
};
/** A number is boxed, in 16 bytes, where a function that the engine has not inlined takes or returns one. */
const box = 16;

it('a step allocates nothing', () => {
  const training = { batch_size: 4, l1: 0.01, l2: 0.01, class_weight: 'balanced' };
  const optimizer = { type: 'sgd', momentum: 0.9 };
  const [{ garbage, retained }] = measure([{ layers: stack(8), optimizer, training }]);
  expect(garbage).toBeLessThan(2 * box); // an object of three fields would take 48 bytes
  expect(retained).toBeLessThan(1);
});

it('what schedule, clipping and powers of beta take are boxes, and as many whatever the size', () => {
  const optimizer = { type: 'adam', schedule: 'one_cycle' };
  const sizes = [
    [8, 4],
    [32, 16],
    [32, 4],
    [8, 16],
  ];
  const results = measure(
    runs(sizes.slice(0, 2), sizes).map(([units, batch_size]) => ({
      layers: stack(units),
      optimizer,
      training: { batch_size, gradient_clip: { norm: 1 } },
    })),
  );
  for (const { garbage, retained } of results) {
    expect(garbage).toBeLessThan(24 * box);
    expect(retained).toBeLessThan(1);
  }
});

it('a step leaves nothing behind, whatever the optimizer', () => {
  const activations = ['tanh', 'gelu'];
  const layers = [
    { type: 'noise', sd: 0.1 },
    ...activations.map((activation) => ({ type: 'dense', units: 4, activation })),
  ];
  const rules = Object.entries(optimizers).flatMap(([type, rule]) => ('step' in rule ? [type] : []));
  const results = measure(
    sample(rules, 2).map((type) => ({ layers, optimizer: { type }, training: { batch_size: 4 } })),
  );
  for (const { retained } of results) expect(retained).toBeLessThan(1);
});
