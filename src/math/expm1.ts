import { unlikely } from './branches.js';
import { exp, expTail } from './exp.js';
import { inversePowerOfTwo, powerOfTwo } from './powers.js';

// e^x − 1 = 2^k · (exp(r) − 2^-k) = 2^k · ((1 − 2^-k) + high + (r² q(r) − low)), reduced as in exp.ts.
// 1 − 2^-k and its sum with high are taken with their rounding errors.

/** Difference e^x − 1 for x in [−40, 56], but for the sign of 0. */
export function expm1Within(x: number): number {
  const k = x * Math.LOG2E + 6755399441055744 - 6755399441055744;
  const high = x - k * 0.6931471804855391;
  const low = k * 7.440617110012397e-11;
  const inverse = inversePowerOfTwo(k);
  const base = 1 - inverse;
  const sum = base + high;
  const lost = 1 - base - inverse + (base - sum + high);
  return (sum + (lost + (expTail(high - low) - low))) * powerOfTwo(k);
}

/** Difference e^x − 1 for x up to 56. */
export function expm1UpTo56(x: number): number {
  if (x < -40) return -1;
  if (x === 0) return x;
  return expm1Within(x);
}

/** Difference e^x − 1, accurate near 0. Measured error: below 1 ulp. */
export function expm1(x: number): number {
  if (unlikely(x > 56)) return exp(x);
  return expm1UpTo56(x);
}
