import { expect, it } from 'vitest';
import { isLong, sample } from './runs.js';

const cases = Array.from({ length: 19 }, (_, i) => i);

it('a sample is the same each time, in order, and of the next cases with each turn', () => {
  const chosen = sample(cases, 4);
  expect(sample(cases, 4)).toEqual(chosen);
  expect(chosen).toHaveLength(isLong ? 19 : 4);
  expect(chosen).toEqual(chosen.toSorted((a, b) => a - b));
  const turns = [0, 1, 2, 3, 4].map((turn) => sample(cases, 4, turn));
  expect(new Set(turns.flat())).toEqual(new Set(cases));
});

it('a sample of more cases than there are is all of them', () => {
  expect(sample(cases, 20)).toEqual(cases);
});
