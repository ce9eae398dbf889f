import { expect, test } from 'vitest';
import { axis } from '../../src/cli/render/axis.js';

const places = (values: readonly number[], width = 11) => {
  const { title, draw } = axis(values, width);
  return [title, ...values.map((value) => draw(value).length - 1)];
};

test('from 0 to the largest; a dot at each value', () => {
  expect(places([0.5, 1, 0])).toEqual(['0 … 1', 5, 10, 0]);
  expect(axis([1, 2], 5).draw(1)).toBe('··●');
});

test('from the least where that is negative', () => {
  expect(places([-1, 1, 0])).toEqual(['-1 … 1', 0, 10, 5]);
});

test('by powers of ten where the values span more than thirtyfold', () => {
  expect(places([0.1, 1, 10])).toEqual(['0.1 … 10 (log)', 0, 5, 10]);
  expect(places([0.02, 1])).toEqual(['0.01 … 1 (log)', 2, 10]);
  // From 10⁻² to 10¹: (log₁₀ 0.05 + 2) / 3 = 0.23 and (log₁₀ 5 + 2) / 3 = 0.90
  expect(places([0.05, 5])).toEqual(['0.01 … 10 (log)', 2, 9]);
  expect(places([0.1, 1])[0]).toBe('0 … 1');
});

test('nothing where there is nothing to show', () => {
  expect(axis([], 5).draw(undefined)).toBe('');
  expect(axis([1, Number.NaN], 5).draw(Number.NaN)).toBe('');
  expect(axis([0, 0], 5).draw(0)).toBe('●');
});
