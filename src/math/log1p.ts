import { exponentAroundOne, withoutExponent } from './bits.js';
import { unlikely } from './branches.js';
import { assembleLog } from './log.js';

// log(1 + x) = log u + lost / u,  u = 1 + x rounded,  lost = (1 + x) − u, exact; log u as in log.ts.
// Where u is in [√½, √2), f is x itself.

/** Logarithm log(1 + x), where u is 1 + x rounded, and `lost` what rounding has taken. */
function log1pFrom(x: number, u: number, lost: number): number {
  const k = exponentAroundOne(u);
  const isNear = k === 0;
  const rest = isNear ? 0 : lost / u;
  return assembleLog(k, isNear ? x : withoutExponent(u, k) - 1, k * 7.440617110012397e-11 + rest);
}

/** Logarithm log(1 + x) for x in [0, 1], or NaN. */
export function log1pUpTo1(x: number): number {
  const u = 1 + x;
  // the other form of what is lost is for x = 1 as well, and 0 there like this one
  return log1pFrom(x, u, x - (u - 1));
}

/** Logarithm log(1 + x), accurate near 0; −Infinity for −1, NaN below. Measured error: below 0.8 ulp. */
export function log1p(x: number): number {
  if (unlikely(!(x > -1 && x < Number.POSITIVE_INFINITY) || x === 0)) return log1pOfSpecial(x);
  const u = 1 + x;
  return log1pFrom(x, u, x < 1 ? x - (u - 1) : 1 - (u - x));
}

/** Logarithm log(1 + x) for x = 0, which it keeps with its sign, and for x that is not between −1 and Infinity. */
function log1pOfSpecial(x: number): number {
  if (x === -1) return Number.NEGATIVE_INFINITY;
  return x >= 0 ? x : Number.NaN;
}
