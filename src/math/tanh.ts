import { withSign } from './bits.js';
import { expm1Within } from './expm1.js';

// With u = e^(2|x|) − 1: tanh |x| = u / (u + 2), as u/2 − (u/2) · u/(u + 2) where it is below ½ (only a small term
// has rounding errors of its own) and as 1 − 2/(u + 2) above.
// Beyond |x| = 28 the quotient 2 / (u + 2) is lost beside 1, so that u need not grow any more.

/** The hyperbolic tangent. Measured error: below 1.7 ulp. */
export function tanh(x: number): number {
  const u = expm1Within(Math.min(2 * Math.abs(x), 56));
  const isSmall = u < 2;
  const lead = isSmall ? 0.5 * u : 1;
  const q = (isSmall ? u : 2) / (u + 2);
  return withSign(lead - lead * q, x);
}
