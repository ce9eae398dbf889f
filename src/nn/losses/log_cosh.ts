import { exp, log1p, tanh } from '../../math/index.js';
import { expm1UpTo56 } from '../../math/partial.js';
import * as z from '../../zod.js';
import type { Loss } from './loss.js';

/**
 * log cosh e, for e ≥ 0. For large e it is e + log1p(e^(−2e)) − log 2, which cannot overflow; for small e, where that
 * would cancel, log1p(cosh e − 1) with cosh e − 1 = m² / (2 (1 + m)), m = e^(−e) − 1.
 */
function logCoshOf(e: number): number {
  const isNear = e < 1;
  const m = expm1UpTo56(-e);
  const part = log1p(isNear ? (m * m) / (2 * (1 + m)) : exp(-2 * e));
  return isNear ? part : e - Math.LN2 + part;
}

/** ℓ = mean over columns of log cosh(y − t): like ½e² near 0, like |e| − log 2 far from it. */
export const logCosh = {
  options: z.strictObject({}),
  targets: 'numbers',
  targetRange: [-Infinity, Infinity],
  predictions: () => [-Infinity, Infinity],
  activation: 'identity',

  term: (y, t) => logCoshOf(Math.abs(y - t)),

  dy: (y, t, s) => s * tanh(y - t),
} satisfies Loss;
