import { expect, test } from 'vitest';
import { simulate } from './simulate.js';

const space = { x: { uniform: [-5, 10] }, y: { uniform: [0, 15] } };

/** Branin's function: three minima of 0.397887. */
const branin = ({ x, y }: Record<string, number>) =>
  (y - (5.1 / (4 * Math.PI ** 2)) * x * x + (5 / Math.PI) * x - 6) ** 2 +
  10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) +
  10;

const seeds = Array.from({ length: 105 }, (_, seed) => seed);
const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1];

/** Median over seeds of the least value that 50 trials find. */
const found = (strategy: 'tpe' | 'random', ahead: number) =>
  median(seeds.map((seed) => simulate(space, branin, { strategy, ahead, seed }).best!.value!));

test('TPE finds a lower value of Branin in 50 trials than chance does, one by one and four at once', () => {
  const [one, four, chance] = [found('tpe', 1), found('tpe', 4), found('random', 1)];
  console.log({ one, four, chance });
  expect(one).toBeLessThanOrEqual(0.7);
  expect(four).toBeLessThanOrEqual(0.9);
  expect(chance).toBeGreaterThan(0.9);
});
