import { exp, log1p } from '../../math/index.js';
import * as z from '../../zod.js';
import { clampedLog, clampedLogSlope } from './clamped_log.js';
import type { FusedLoss, Loss } from './loss.js';

const options = z.strictObject({
  pos_weight: z.number().positive().default(1).describe('weight of the positive labels'),
});
type Options = z.infer<typeof options>;

// With p = pos_weight. PyTorch's BCEWithLogitsLoss.
const withSigmoid = {
  // −log y = max(−a, 0) + s and −log(1 − y) = max(a, 0) + s, with s = log(1 + e^−|a|)
  forward(a, _y, t, losses, rows, columns, { pos_weight: p }: Options) {
    for (let i = 0, k = 0; i < rows; i++) {
      let sum = 0;
      for (let j = 0; j < columns; j++, k++) {
        const v = a[k];
        const s = log1p(exp(-Math.abs(v)));
        sum += p * t[k] * (Math.max(-v, 0) + s) + (1 - t[k]) * (Math.max(v, 0) + s);
      }
      losses[i] = sum / columns;
    }
  },

  // da = ((1 − t) y − p t (1 − y)) / columns
  backward(_a, y, t, scale, da, rows, columns, { pos_weight: p }: Options) {
    for (let i = 0, k = 0; i < rows; i++) {
      const s = scale[i] / columns;
      for (let j = 0; j < columns; j++, k++) da[k] = s * ((1 - t[k]) * y[k] - p * t[k] * (1 - y[k]));
    }
  },
} satisfies FusedLoss;

/** ℓ = mean over columns of −(p t log y + (1 − t) log(1 − y)), p = pos_weight; each label is a Bernoulli variable of its own. */
export const binaryCrossEntropy = {
  options,
  targets: 'labels',
  targetRange: [0, 1],
  predictions: () => [0, 1],
  activation: 'sigmoid',
  fused: { sigmoid: withSigmoid },

  forward(y, t, losses, rows, columns, { pos_weight: p }: Options) {
    for (let i = 0, k = 0; i < rows; i++) {
      let sum = 0;
      for (let j = 0; j < columns; j++, k++) {
        sum -= p * t[k] * clampedLog(y[k]) + (1 - t[k]) * clampedLog(1 - y[k]);
      }
      losses[i] = sum / columns;
    }
  },

  // dy = ((1 − t) / (1 − y) − p t / y) / columns
  backward(y, t, scale, dy, rows, columns, { pos_weight: p }: Options) {
    for (let i = 0, k = 0; i < rows; i++) {
      const s = scale[i] / columns;
      for (let j = 0; j < columns; j++, k++) {
        dy[k] = s * ((1 - t[k]) * clampedLogSlope(1 - y[k]) - p * t[k] * clampedLogSlope(y[k]));
      }
    }
  },
} satisfies Loss;
