import { expect } from 'vitest';

const STEP = 2 ** -13;

/**
 * f′(0) from five points: central differences at h and 2h, Richardson's combination. Its error is h⁴/30 f⁽⁵⁾, about
 * 1e-17 f⁽⁵⁾ here, beside the rounding of f, about 1e-12 f.
 */
export function derivative(f: (shift: number) => number): number {
  const near = f(STEP) - f(-STEP);
  const far = f(2 * STEP) - f(-2 * STEP);
  return (8 * near - far) / (12 * STEP);
}

/** Distance around a point that `derivative` looks at. */
export const REACH = 2 * STEP;

/**
 * The vector that `gradient` holds is the numeric gradient of `value` with respect to x. 1e-9 leaves room for values of
 * several hundred and fifth derivatives of 1e7 (log y at y = 0.05 has 8e7, times a weight); a wrong formula is far off.
 */
export function expectGradient(x: Float64Array, gradient: Float64Array, value: () => number): void {
  for (let k = 0; k < x.length; k++) {
    const at = x[k];
    const numeric = derivative((shift) => {
      x[k] = at + shift;
      return value();
    });
    x[k] = at;
    expect(Math.abs(gradient[k] - numeric), `element ${k}: ${gradient[k]} against ${numeric}`).toBeLessThan(
      1e-9 * Math.max(1, Math.abs(numeric)),
    );
  }
}

/** |actual − expected| ≤ relative · |expected| + absolute, for each element. Infinities and NaN never agree. */
export function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  relative: number,
  absolute: number,
): void {
  expect(actual.length).toBe(expected.length);
  for (let k = 0; k < actual.length; k++) {
    const bound = relative * Math.abs(expected[k]) + absolute;
    expect(
      Math.abs(actual[k] - expected[k]) <= bound,
      `element ${k}: ${actual[k]} against ${expected[k]}, bound ${bound}`,
    ).toBe(true);
  }
}

/** The bytes of numbers: equal where the numbers are the same to the bit, −0 and 0 apart. */
export const bits = (numbers: Float64Array): string =>
  Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength).toString('hex');
