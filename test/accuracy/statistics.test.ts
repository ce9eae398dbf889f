import { expect, it } from 'vitest';
import {
  estimate,
  geometric,
  median,
  normalised,
  ranks,
  smoothedError,
  standardError,
} from './statistics.js';

it('ranks the best first, and ties with the mean of their places', () => {
  expect(ranks([0.9, 0.7, 0.8], true)).toEqual([1, 3, 2]);
  expect(ranks([0.9, 0.7, 0.8], false)).toEqual([3, 1, 2]);
  // places 2 and 3 are shared, then 4
  expect(ranks([0.5, 0.9, 0.5, 0.1], true)).toEqual([2.5, 1, 2.5, 4]);
  expect(ranks([1, 1, 1], false)).toEqual([2, 2, 2]);
});

it('normalises to 1 for the best and 0 for the worst', () => {
  expect(normalised([2, 4, 3, 6], true)).toEqual([0, 0.5, 0.25, 1]);
  expect(normalised([2, 4, 3, 6], false)).toEqual([1, 0.5, 0.75, 0]);
  expect(normalised([-3, 1], true)).toEqual([0, 1]);
  expect(normalised([5, 5], true)).toEqual([1, 1]);
});

it('finds standard errors with n - 1', () => {
  // deviations of 1, 2, 3, 6 from 3: 4 + 1 + 0 + 9 = 14; √(14 / 3 / 4)
  expect(estimate([1, 2, 3, 6])).toEqual({ mean: 3, error: Math.sqrt(14 / 12) });
  expect(standardError([7])).toBeNaN();
});

it('finds medians', () => {
  expect(median([3, 1, 10])).toBe(3);
  expect(median([10, 1, 4, 2])).toBe(3);
});

it('finds geometric means, with the error of the logarithms', () => {
  const { mean, error } = geometric([0.5, 2, 1]);
  expect(mean).toBeCloseTo(1, 14);
  // logarithms −ln 2, ln 2, 0: deviation ln 2, of three
  expect(error).toBeCloseTo(Math.LN2 / Math.sqrt(3), 14);
  expect(geometric([0.4, 0.9]).mean).toBeCloseTo(0.6, 14);
  expect(geometric([0.4, 0.9]).error).toBeCloseTo(0.6 * (Math.log(2.25) / 2), 14);
});

it('counts half a wrong row more, so that no error is a number to divide by', () => {
  expect(smoothedError(1, 49)).toBeCloseTo(0.01, 14);
  expect(smoothedError(0.5, 9)).toBeCloseTo(0.5, 14);
});
