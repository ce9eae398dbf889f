import { lazily } from './branches.js';
import { erfTail } from './erf.js';
import { erfcFactorRest, FACTOR, FACTOR_LOW } from './erfc_factor.js';
import { expSum } from './exp.js';
import { productError } from './product.js';

// erfc x = exp(−x²) q,  q = f / (1 + 2x) from erfc_factor.ts. What rounding takes from x², from f, from 1 + 2x and from
// their quotient is found exactly or nearly so, and goes into the argument of exp:
// (q + lost) exp(v) = q exp(v + lost / q).
// Below −1 it is 1 + (1 − erfc |x|), with less care for what rounding takes.

/**
 * The complementary error function 1 − erf x, with full relative accuracy where it is small. Measured error: below 1.6
 * ulp.
 */
export function erfc(x: number): number {
  const isNegative = x <= -1;
  if (lazily(isNegative || x >= 0.5)) return erfcOfLarge(x, isNegative);
  return 1 - (x + x * erfTail(x * x));
}

/** Complement erfc x for x ≥ ½, and 1 + erf |x| for x ≤ −1. */
function erfcOfLarge(x: number, isNegative: boolean): number {
  const magnitude = Math.abs(x);
  const within = Math.min(Math.max(magnitude, 0.5), 28);
  const square = within * within;
  const rest = erfcFactorRest(within);
  const f = FACTOR + rest;
  const fLow = FACTOR - f + rest + FACTOR_LOW;
  const twice = 2 * within;
  const divisor = 1 + twice;
  const divisorLow = 1 - (divisor - twice);
  const q = f / divisor;
  const product = q * divisor;
  const lost = f - product - productError(q, divisor, product) + (fLow - q * divisorLow);
  // lost / divisor is missing from q, relative to q: lost / f
  const correction = lost / f - productError(within, within, square);
  const e = expSum(-square, isNegative ? 0 : correction);
  if (isNegative) return 1 + (magnitude < 6 ? 1 - (e * f) / divisor : 1);
  return magnitude > 28 ? 0 : e * q;
}
