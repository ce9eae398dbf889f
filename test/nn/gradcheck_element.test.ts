import { describe, expect, test } from 'vitest';
import { checkElement } from '../../src/nn/gradcheck/element.js';
import { strict } from './check.js';

/** Checks a derivative of a function of one number at `at`, its loss rounded to a double. */
function checked(f: (x: number) => number, at: number, analytic: number) {
  const view = Float64Array.of(at);
  const loss = () => f(view[0]);
  const result = checkElement(view, 0, analytic, loss, loss(), Number.EPSILON, strict);
  expect(view[0]).toBe(at);
  return result;
}

/** A function whose second derivative jumps from −2 to 2 where x changes its sign; that of softsign does the reverse. */
const bent = (x: number) => 0.01 * x + x * Math.abs(x);

describe('a step across a jump of the second derivative', () => {
  const near = 3e-6;
  const derivative = 0.01 + 2 * near;

  test('moves a central difference by more than the tolerance', () => {
    const numeric = (bent(near + strict.epsilon) - bent(near - strict.epsilon)) / (2 * strict.epsilon);
    expect(Math.abs(numeric - derivative)).toBeGreaterThan(2e-6);
  });

  test.each([near, -near, 1e-7, 0])('is taken again, smaller: x = %f', (at) => {
    const { error, kink } = checked(bent, at, 0.01 + 2 * Math.abs(at));
    expect(error).toBeLessThanOrEqual(1);
    expect(kink).toBe(false);
  });

  test.each([1.001, 0.999, 1.0001])('finds a derivative that is wrong all the same: × %f', (factor) => {
    const { error, kink } = checked(bent, near, derivative * factor);
    expect(error).toBeGreaterThan(1);
    expect(kink).toBe(false);
  });
});

test('a kink is a kink, and no derivative between its slopes is a mismatch', () => {
  expect(checked(Math.abs, 3e-6, 1)).toMatchObject({ kink: true });
  expect(checked(Math.abs, 3e-6, 2)).toMatchObject({ kink: false });
  expect(checked(Math.abs, 3e-6, 2).error).toBeGreaterThan(1);
});
