import { INVERSE_LN2, LN2_HIGH, LN2_LOW, ROUND } from './constants.js';
import { exp, expTail } from './exp.js';
import { powersOfTwo, ZERO } from './powers.js';

// e^x − 1 = 2^k · (exp(r) − 2^-k) = 2^k · ((1 − 2^-k) + high + (r² q(r) − low)), reduced as in exp.ts.
// 1 − 2^-k and its sum with high are taken with their rounding errors.

/** e^x − 1, exact near 0. */
export function expm1(x: number): number {
  if (x > 56) return exp(x);
  if (x < -40) return -1;
  if (x === 0) return x;
  const k = x * INVERSE_LN2 + ROUND - ROUND;
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const exponent = k | 0;
  const inverse = powersOfTwo[ZERO - exponent];
  const base = 1 - inverse;
  const sum = base + high;
  const lost = 1 - base - inverse + (base - sum + high);
  return (sum + (lost + (expTail(high - low) - low))) * powersOfTwo[ZERO + exponent];
}
