import { exponentAroundOne } from './bits.js';
import { NORMALIZER, SMALLEST_NORMAL } from './constants.js';
import { logTail } from './log.js';
import { inversePowerOfTwo } from './powers.js';
import { upperHalf } from './product.js';

// log_b x = k log_b 2 + log(1 + f) / ln b with f as in log.ts. log(1 + f) is split into 26 bits (`high`) and the rest,
// so that its leading product with the first 26 bits of 1 / ln b is exact.

/** Logarithm log x / ln b for a base b, with 1 / ln b and log_b 2 given in two parts each. */
export function logOverBase(
  x: number,
  inverseHigh: number,
  inverseLow: number,
  twoHigh: number,
  twoLow: number,
): number {
  let normal = x;
  let k = 0;
  if (!(x >= SMALLEST_NORMAL && x < Number.POSITIVE_INFINITY)) {
    if (x === 0) return Number.NEGATIVE_INFINITY;
    if (!(x > 0) || x === Number.POSITIVE_INFINITY) return x > 0 ? x : Number.NaN;
    normal = x * NORMALIZER;
    k = -54;
  }
  const exponent = exponentAroundOne(normal);
  k += exponent;
  const f = normal * inversePowerOfTwo(exponent) - 1;
  const s = f / (2 + f);
  const half = 0.5 * f * f;
  const difference = f - half;
  const high = upperHalf(difference);
  const low = f - high - half + s * (half + logTail(s * s));
  const whole = k * twoHigh;
  const part = high * inverseHigh;
  const sum = whole + part;
  return sum + (whole - sum + part + (k * twoLow + (low * inverseHigh + (low + high) * inverseLow)));
}
