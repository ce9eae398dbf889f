import { exponentAroundOne, withoutExponent } from './bits.js';
import { unlikely } from './branches.js';

// log x = k ln 2 + log(1 + f),  x = 2^k (1 + f),  1 + f in [√½, √2)
// s = f / (2 + f),  log(1 + f) = 2 artanh s = 2s + s R(s²) = f − (f²/2 − s (f²/2 + R(s²)))
// The arrangement is that of FreeBSD's msun e_log.c: f is exact; only small terms are rounded before the last sum.

/**
 * Polynomial (2 artanh s − 2s) / s as a function of z = s² ≤ 0.0295: interpolated in Chebyshev nodes; error 2^-57 of 2
 * artanh(s) / s.
 */
export function logTail(z: number): number {
  const z2 = z * z;
  const low = 0.666666666666667 + 0.39999999999899444 * z;
  const middle = 0.2857142862600327 + 0.22222211130259878 * z;
  const high = 0.18182889455674947 + 0.15331710618210773 * z + z2 * 0.14616585424888623;
  return z * (low + z2 * (middle + z2 * high));
}

/** Sum k ln 2 + log(1 + f), where `low` is the low part of k ln 2, and what is small beside it. */
export function assembleLog(k: number, f: number, low: number): number {
  const s = f / (2 + f);
  const half = 0.5 * f * f;
  return k * 0.6931471804855391 - (half - (s * (half + logTail(s * s)) + low) - f);
}

/** Sum log x + (k − exponent) ln 2 for a normal x > 0 of this exponent. */
function logOfNormal(x: number, exponent: number, k: number): number {
  return assembleLog(k, withoutExponent(x, exponent) - 1, k * 7.440617110012397e-11);
}

/** The natural logarithm; −Infinity for 0, NaN below 0. Measured error: below 0.8 ulp. */
export function log(x: number): number {
  if (unlikely(!(x >= 2.2250738585072014e-308 && x < Number.POSITIVE_INFINITY))) return logOfSpecial(x);
  const k = exponentAroundOne(x);
  return logOfNormal(x, k, k);
}

/** Logarithm of what is no normal number above 0. */
function logOfSpecial(x: number): number {
  if (x === 0) return Number.NEGATIVE_INFINITY;
  if (x === Number.POSITIVE_INFINITY) return x;
  if (!(x > 0)) return Number.NaN;
  const normal = x * 18014398509481984;
  const exponent = exponentAroundOne(normal);
  return logOfNormal(normal, exponent, exponent - 54);
}
