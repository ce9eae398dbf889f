const SMALLEST_EXPONENT = -1074;
const LARGEST_EXPONENT = 1023;

/** The powers of two that are float64 numbers: 2^k is at [k + ZERO]. */
export const powersOfTwo = new Float64Array(LARGEST_EXPONENT - SMALLEST_EXPONENT + 1);

/** Where 2^0 is. */
export const ZERO = -SMALLEST_EXPONENT;

let power = Number.MIN_VALUE;
for (let index = 0; index < powersOfTwo.length; index++) {
  powersOfTwo[index] = power;
  power *= 2;
}

/**
 * v · 2^k for an integer |k| ≤ 2000 where v is near 1: in two exact halves, so that only the second can round
 * (to a subnormal number) or overflow.
 */
export function scale(v: number, k: number): number {
  const half = k >> 1;
  return v * powersOfTwo[half + ZERO] * powersOfTwo[k - half + ZERO];
}
