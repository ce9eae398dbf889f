import * as z from '../../zod.js';
import type { Loss } from './loss.js';

const options = z.strictObject({
  epsilon: z.number().positive().default(1e-6).describe('least variance, as a share of initial_variance'),
  initial_variance: z
    .array(z.number().positive())
    .min(1)
    .optional()
    .describe(
      'about the variance with which training starts, for each target, in the unit of the target as ' +
        'data.target_scale leaves it, squared; that of the training rows where left out',
    ),
});

/**
 * The negative log-likelihood of t under a normal distribution whose mean μ and variance v the network gives for each
 * target: ℓ = mean over targets of ½ (log 2π + log v + (t − μ)² / v). Nix and Weigend 1994; PyTorch's GaussianNLLLoss
 * with full=True. The head has two columns for a target: see nn/gaussian.
 */
export const gaussianNll = {
  options,
  targets: 'numbers',
  targetRange: [-Infinity, Infinity],
  predictions: () => [-Infinity, Infinity],
  activation: 'identity',
  hasVariance: true,
} satisfies Loss;
