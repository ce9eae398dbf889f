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
  // −log y = max(−a, 0) + u and −log(1 − y) = max(a, 0) + u, with u = log(1 + e^−|a|)
  term(a, t, { pos_weight: p }: Options) {
    const u = log1p(exp(-Math.abs(a)));
    return p * t * (Math.max(-a, 0) + u) + (1 - t) * (Math.max(a, 0) + u);
  },

  da: (y, t, s, { pos_weight: p }: Options) => s * ((1 - t) * y - p * t * (1 - y)),
} satisfies FusedLoss;

/**
 * ℓ = mean over columns of −(p t log y + (1 − t) log(1 − y)), p = pos_weight; each label is a Bernoulli variable of its
 * own.
 */
export const binaryCrossEntropy = {
  options,
  targets: 'labels',
  targetRange: [0, 1],
  predictions: () => [0, 1],
  activation: 'sigmoid',
  fused: { sigmoid: withSigmoid },

  term: (y, t, { pos_weight: p }: Options) => -(p * t * clampedLog(y) + (1 - t) * clampedLog(1 - y)),

  dy: (y, t, s, { pos_weight: p }: Options) =>
    s * ((1 - t) * clampedLogSlope(1 - y) - p * t * clampedLogSlope(y)),
} satisfies Loss;
