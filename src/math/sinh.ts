import { LN2_HIGH, LN2_LOW, TINY } from './constants.js';
import { exp, expSum } from './exp.js';
import { expm1 } from './expm1.js';
import { powerOfTwo } from './powers.js';

/** Polynomial (sinh x − x) / x as a function of z = x² ≤ 1: interpolated in Chebyshev nodes, error 2^-56. */
function sinhTail(z: number): number {
  const z2 = z * z;
  const low = 0.16666666666666666 + 0.008333333333333299 * z;
  const middle = 0.00019841269841324198 + 2.7557319191381816e-6 * z;
  const high = 2.5052117695907823e-8 + 1.6057679623801638e-10 * z + z2 * 7.746178593018827e-13;
  return z * (low + z2 * (middle + z2 * high));
}

/** The hyperbolic sine: x + x R(x²) for |x| < 1, (e^|x| − e^-|x|) / 2 above. Measured error: below 1.5 ulp. */
export function sinh(x: number): number {
  const magnitude = Math.abs(x);
  if (magnitude < TINY) return x;
  if (magnitude < 1) return x + x * sinhTail(x * x);
  const e = exp(magnitude);
  const value = magnitude < 22 ? 0.5 * e - 0.5 / e : halfOfExp(magnitude);
  return x < 0 ? -value : value;
}

/** The hyperbolic cosine, (e^|x| + e^-|x|) / 2. Measured error: below 1.1 ulp. */
export function cosh(x: number): number {
  const magnitude = Math.abs(x);
  if (magnitude < 0.5) {
    const u = expm1(magnitude);
    return 1 + (u * u) / (2 * (1 + u));
  }
  if (magnitude < 22) {
    const e = exp(magnitude);
    return 0.5 * e + 0.5 / e;
  }
  return halfOfExp(magnitude);
}

/** Half of e^x where e^x alone may overflow: e^(x − 1024 ln 2) · 2^1023. */
function halfOfExp(x: number): number {
  return x < 709 ? 0.5 * exp(x) : expSum(x - 1024 * LN2_HIGH, -1024 * LN2_LOW) * powerOfTwo(1023);
}
