import * as z from '../../zod.js';
import { rowSum } from '../row_functions.js';
import { clampedLog, clampedLogSlope } from './clamped_log.js';
import { minusLogSoftmax } from './log_softmax.js';
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

const withSoftmax = {
  term(a: number, y: number, t: number, { label_smoothing: epsilon }: Options, columns: number) {
    const target = (1 - epsilon) * t + epsilon / columns;
    return target === 0 ? 0 : target * minusLogSoftmax(a, y);
  },

  // da = y Σt − t
  da(y, t, s, { label_smoothing: epsilon }: Options, columns) {
    const target = (1 - epsilon) * t + epsilon / columns;
    return s * (y * rowSum(target) - target);
  },
} satisfies FusedLoss;

/**
 * ℓ = −Σ over columns of t log y, for t one-hot or any distribution; `label_smoothing` mixes t with the uniform one.
 * PyTorch's CrossEntropyLoss, but for weights together with label_smoothing: here a row's weight multiplies its whole
 * loss, there each class of the smoothed target is weighed by its own.
 */
export const crossEntropy = {
  options,
  targets: 'distribution',
  targetRange: [0, 1],
  predictions: () => 'distribution',
  activation: 'softmax',
  fused: { softmax: withSoftmax },

  term: (y, t, { label_smoothing: epsilon }: Options, columns) =>
    -(((1 - epsilon) * t + epsilon / columns) * clampedLog(y)),

  dy: (y, t, s, { label_smoothing: epsilon }: Options, columns) =>
    -s * ((1 - epsilon) * t + epsilon / columns) * clampedLogSlope(y),
} satisfies Loss;
