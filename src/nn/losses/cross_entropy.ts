import * as z from '../../zod.js';
import { clampedLog, clampedLogSlope } from './clamped_log.js';
import { largest, logSumExpAboveMax } from './log_softmax.js';
import type { FusedLoss, Loss } from './loss.js';

const options = z.strictObject({
  label_smoothing: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .describe('share of each target that is spread evenly over all classes'),
});
type Options = z.infer<typeof options>;

// PyTorch's CrossEntropyLoss: with ε = label_smoothing, t stands for (1 − ε) t + ε / columns.
const withSoftmax = {
  // −log yⱼ = max a − aⱼ + (log Σ e^a − max a)
  forward(a, y, t, losses, rows, columns, { label_smoothing: epsilon }: Options) {
    const spread = epsilon / columns;
    for (let i = 0, start = 0; i < rows; i++, start += columns) {
      const max = a[largest(a, start, columns)];
      const above = logSumExpAboveMax(y, start, columns);
      let sum = 0;
      for (let k = start; k < start + columns; k++) {
        const target = (1 - epsilon) * t[k] + spread;
        if (target !== 0) sum += target * (max - a[k] + above);
      }
      losses[i] = sum;
    }
  },

  // da = y Σt − t
  backward(_a, y, t, scale, da, rows, columns, { label_smoothing: epsilon }: Options) {
    const spread = epsilon / columns;
    for (let i = 0, start = 0; i < rows; i++, start += columns) {
      const end = start + columns;
      let total = 0;
      for (let k = start; k < end; k++) total += (1 - epsilon) * t[k] + spread;
      for (let k = start; k < end; k++) da[k] = scale[i] * (y[k] * total - ((1 - epsilon) * t[k] + spread));
    }
  },
} satisfies FusedLoss;

/** ℓ = −Σ over columns of t log y, for t one-hot or any distribution; `label_smoothing` mixes t with the uniform one. */
export const crossEntropy = {
  options,
  targets: 'distribution',
  targetRange: [0, 1],
  predictions: () => 'distribution',
  activation: 'softmax',
  fused: { softmax: withSoftmax },

  forward(y, t, losses, rows, columns, { label_smoothing: epsilon }: Options) {
    const spread = epsilon / columns;
    for (let i = 0, k = 0; i < rows; i++) {
      let sum = 0;
      for (let j = 0; j < columns; j++, k++) {
        sum -= ((1 - epsilon) * t[k] + spread) * clampedLog(y[k]);
      }
      losses[i] = sum;
    }
  },

  // dy = −t / y
  backward(y, t, scale, dy, rows, columns, { label_smoothing: epsilon }: Options) {
    const spread = epsilon / columns;
    for (let i = 0, k = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++, k++) {
        dy[k] = -scale[i] * ((1 - epsilon) * t[k] + spread) * clampedLogSlope(y[k]);
      }
    }
  },
} satisfies Loss;
