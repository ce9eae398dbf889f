import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isConstant } from '../../../src/data/preprocessing/constant.js';
import { load } from '../support.js';

/** scikit-learn 1.2's `_is_constant_feature`, of the mean and the variance in two passes. */
function reference(values: readonly number[]): { variance: number; bound: number } {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n;
  return { variance, bound: n * 2 ** -52 * variance + (n * mean * 2 ** -52) ** 2 };
}

const constant = (...values: number[]) => isConstant(Float64Array.from(values));

describe('a column is constant', () => {
  test('where its values are equal, or differ by rounding', () => {
    expect(constant(7)).toBe(true);
    expect(constant(0, 0, -0)).toBe(true);
    expect(constant(0.3, 0.1 + 0.2, 0.3)).toBe(true);
    expect(constant(-1e300, -1e300 * (1 + 2 ** -52))).toBe(true);
    expect(constant(...Array.from({ length: 70 }, (_, i) => 1.7e9 + (i % 2) * 1e-6))).toBe(true);
  });

  test('not where a small difference is more than that, nor about 0', () => {
    expect(constant(1, 1 + 1e-12, 1)).toBe(false);
    expect(constant(0, 5e-324)).toBe(false);
    expect(constant(1.6e-19, 3.2e-19)).toBe(false);
    expect(constant(1e308, -1e308)).toBe(false);
    expect(constant(...new Array(1000).fill(1), 1 + 1e-7)).toBe(false);
  });

  test("as scikit-learn's bound says, away from it", () => {
    const column = fc.tuple(
      fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
      fc.integer({ min: -60, max: -20 }),
      fc.array(fc.integer({ min: -8, max: 8 }), { minLength: 2, maxLength: 200 }),
    );
    fc.assert(
      fc.property(column, ([first, exponent, steps]) => {
        const values = steps.map((step) => first * (1 + step * 2 ** exponent));
        const { variance, bound } = reference(values);
        if (variance > 4 * bound) expect(constant(...values)).toBe(false);
        if (variance < bound / 4) expect(constant(...values)).toBe(true);
      }),
    );
  });
});

test('quartiles that are equal but for rounding are no spread to divide by', async () => {
  const rows = ['0.3', '0.30000000000000004', '0.3', '0.30000000000000004', '0.3', '9'];
  const text = ['a,y', ...rows.map((a, i) => `${a},${i + 0.5}`)].join('\n');
  const { train, warnings } = await load(text, { target: 'y', scale: 'robust' });
  expect(warnings).toEqual([
    'column a has spread 0 by scale "robust", though it is not constant: it is divided by 1',
  ]);
  expect(Math.max(...train.x)).toBeCloseTo(8.7, 12);
});

test('a constant target is said, and keeps the scale 1', async () => {
  const { train, preprocessing, warnings } = await load('a,y\n1,0.3\n2,0.30000000000000004\n3,0.3\n', {
    target: 'y',
    target_scale: 'standard',
  });
  expect(warnings).toEqual([
    'target y is 0.3, but for rounding, in every training row: there is nothing to learn',
  ]);
  expect(preprocessing.target).toMatchObject({ center: [0.3], scale: [1] });
  expect(train.t).toEqual(Float64Array.of(0, 0.30000000000000004 - 0.3, 0));
});

test('basis functions of a constant column are constant as well', async () => {
  const { train, preprocessing, warnings } = await load('a,b,y\n2,1,1.5\n2,3,2.5\n', {
    target: 'y',
    basis: ['a^2', 'a*b'],
  });
  expect(preprocessing.features.slice(2)).toEqual([
    { kind: 'basis', expression: 'a^2', center: 4, scale: 0 },
    { kind: 'basis', expression: 'a*b', center: 4, scale: 2 },
  ]);
  expect([...train.x]).toEqual([0, -1, 0, -1, 0, 1, 0, 1]);
  expect(warnings[0]).toContain('columns a, a^2 have one value each in all training rows');
});
