import { describe, expect, test } from 'vitest';
import { seeds, trained } from './configs.js';

const rmse = async (name: string, seed: number, units: number): Promise<number> =>
  (await trained(name, seed, `layers.0.units=${units}`)).metrics.test.rmse;

describe.each(['universal-relu', 'universal-tanh'])('%s', (name) => {
  test.each(seeds)('the error shrinks with the number of hidden units, seed %i', async (seed) => {
    const errors: number[] = [];
    for (const units of [1, 4, 16]) errors.push(await rmse(name, seed, units));
    const [one, four, sixteen] = errors;
    // f(x) = x sin 4x on [−3, 3] has the standard deviation 1.2: one unit can do little.
    expect(one).toBeGreaterThan(0.8);
    expect(four).toBeLessThan(0.8 * one);
    expect(sixteen).toBeLessThan(0.4 * four);
  });
});

test('64 units of relu come within a twentieth of what one is off by', async () => {
  expect(await rmse('universal-relu', 0, 64)).toBeLessThan((await rmse('universal-relu', 0, 1)) / 15);
});
