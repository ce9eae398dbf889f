import { expect, test } from 'vitest';
import { Comparing } from '../../../src/export/check/compare.js';
import type { Value } from '../../../src/model/answers.js';

const compared = (expected: Value | null, given: Value | null) => {
  const comparing = new Comparing();
  comparing.add(['a', expected], ['a', given]);
  const { difference, otherRows, first } = comparing.result;
  return { difference, otherRows, first };
};

test.each([Infinity, -Infinity, Number.NaN, null, 'x', -0, 3])('%s is itself', (value) => {
  expect(compared(value, value)).toEqual({ difference: 0, otherRows: 0, first: null });
});

test.each([
  [Infinity, -Infinity],
  [Infinity, 3],
  [3, Infinity],
  [Infinity, Number.NaN],
  [Infinity, null],
  [3, null],
  [3, '3'],
])('%s and %s are different answers', (expected, given) => {
  expect(compared(expected, given)).toEqual({ difference: 0, otherRows: 1, first: 1 });
});

test('a difference is over the size of what is expected, and zeros have signs', () => {
  expect(compared(4, 5)).toEqual({ difference: 0.25, otherRows: 0, first: 1 });
  expect(compared(0.5, 1)).toEqual({ difference: 0.5, otherRows: 0, first: 1 });
  expect(compared(0, -0)).toEqual({ difference: Number.MIN_VALUE, otherRows: 0, first: 1 });
});
