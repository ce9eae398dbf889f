import { exp, expm1, log1p, tanh } from '../../math/index.js';
import * as z from '../../zod.js';
import type { Loss } from './loss.js';

/**
 * log cosh e, for e ≥ 0. For large e it is e + log1p(e^(−2e)) − log 2, which cannot overflow; for small e, where that
 * would cancel, log1p(cosh e − 1) with cosh e − 1 = m² / (2 (1 + m)), m = e^(−e) − 1.
 */
function logCoshOf(e: number): number {
  if (!(e < 1)) return e - Math.LN2 + log1p(exp(-2 * e));
  const m = expm1(-e);
  return log1p((m * m) / (2 * (1 + m)));
}

/** ℓ = mean over columns of log cosh(y − t): like ½e² near 0, like |e| − log 2 far from it. */
export const logCosh = {
  options: z.strictObject({}),
  targets: 'numbers',
  targetRange: [-Infinity, Infinity],
  predictions: () => [-Infinity, Infinity],
  activation: 'identity',

  forward(y, t, losses, rows, columns) {
    for (let i = 0, k = 0; i < rows; i++) {
      let sum = 0;
      for (let j = 0; j < columns; j++, k++) sum += logCoshOf(Math.abs(y[k] - t[k]));
      losses[i] = sum / columns;
    }
  },

  // dy = tanh(y − t) / columns
  backward(y, t, scale, dy, rows, columns) {
    for (let i = 0, k = 0; i < rows; i++) {
      const s = scale[i] / columns;
      for (let j = 0; j < columns; j++, k++) dy[k] = s * tanh(y[k] - t[k]);
    }
  },
} satisfies Loss;
