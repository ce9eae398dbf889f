import { LN2_HIGH, LN2_LOW } from './constants.js';
import { exp, expSum } from './exp.js';
import { expm1 } from './expm1.js';

/** The hyperbolic sine, (u + u/(u + 1)) / 2 with u = e^|x| − 1. */
export function sinh(x: number): number {
  const magnitude = Math.abs(x);
  if (magnitude < 2 ** -27) return x;
  let value: number;
  if (magnitude < 22) {
    const u = expm1(magnitude);
    value = 0.5 * (magnitude < 1 ? 2 * u - (u * u) / (u + 1) : u + u / (u + 1));
  } else value = halfOfExp(magnitude);
  return x < 0 ? -value : value;
}

/** The hyperbolic cosine, (e^|x| + e^-|x|) / 2. */
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

/** e^x / 2 where e^x alone may overflow: e^(x − 1024 ln 2) · 2^1023. */
function halfOfExp(x: number): number {
  return x < 709 ? 0.5 * exp(x) : expSum(x - 1024 * LN2_HIGH, -1024 * LN2_LOW) * 2 ** 1023;
}
