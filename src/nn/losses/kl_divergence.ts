import { log } from '../../math/index.js';
import * as z from '../../zod.js';
import { rowSum } from '../row_functions.js';
import { clampedLog, clampedLogSlope } from './clamped_log.js';
import { minusLogSoftmax } from './log_softmax.js';
import type { FusedLoss, Loss } from './loss.js';

const withSoftmax = {
  term: (a: number, y: number, t: number) => (t === 0 ? 0 : t * (log(t) + minusLogSoftmax(a, y))),

  // da = y Σt − t
  da: (y, t, s) => s * (y * rowSum(t) - t),
} satisfies FusedLoss;

/**
 * ℓ = Σ over columns of t log(t / y), the Kullback-Leibler divergence of t from y; 0 log 0 = 0. PyTorch's KLDivLoss
 * with reduction batchmean, on probabilities. At y = t rounding may leave a few 1e-16 of either sign.
 */
export const klDivergence = {
  options: z.strictObject({}),
  targets: 'distribution',
  targetRange: [0, 1],
  predictions: () => 'distribution',
  activation: 'softmax',
  fused: { softmax: withSoftmax },

  term: (y, t) => (t === 0 ? 0 : t * (log(t) - clampedLog(y))),

  dy: (y, t, s) => -s * t * clampedLogSlope(y),
} satisfies Loss;
