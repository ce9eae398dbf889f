import { log } from '../../math/index.js';
import * as z from '../../zod.js';
import { clampedLog, clampedLogSlope } from './clamped_log.js';
import { largest, logSumExpAboveMax } from './log_softmax.js';
import type { FusedLoss, Loss } from './loss.js';

const withSoftmax = {
  // −log yⱼ = max a − aⱼ + (log Σ e^a − max a)
  forward(a, y, t, losses, rows, columns) {
    for (let i = 0, start = 0; i < rows; i++, start += columns) {
      const max = a[largest(a, start, columns)];
      const above = logSumExpAboveMax(y, start, columns);
      let sum = 0;
      for (let k = start; k < start + columns; k++) {
        if (t[k] !== 0) sum += t[k] * (log(t[k]) + (max - a[k] + above));
      }
      losses[i] = sum;
    }
  },

  // da = y Σt − t
  backward(_a, y, t, scale, da, rows, columns) {
    for (let i = 0, start = 0; i < rows; i++, start += columns) {
      const end = start + columns;
      let total = 0;
      for (let k = start; k < end; k++) total += t[k];
      for (let k = start; k < end; k++) da[k] = scale[i] * (y[k] * total - t[k]);
    }
  },
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

  forward(y, t, losses, rows, columns) {
    for (let i = 0, k = 0; i < rows; i++) {
      let sum = 0;
      for (let j = 0; j < columns; j++, k++) {
        if (t[k] !== 0) sum += t[k] * (log(t[k]) - clampedLog(y[k]));
      }
      losses[i] = sum;
    }
  },

  // dy = −t / y
  backward(y, t, scale, dy, rows, columns) {
    for (let i = 0, k = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++, k++) dy[k] = -scale[i] * t[k] * clampedLogSlope(y[k]);
    }
  },
} satisfies Loss;
