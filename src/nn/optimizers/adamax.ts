import * as z from '../../zod.js';
import { biasCorrection } from './bias_correction.js';
import { normal } from './normal.js';
import type { Corrections, Optimizer } from './optimizer.js';

const options = z.strictObject({
  learning_rate: z.number().positive().default(0.002),
  beta1: z.number().min(0).lt(1).default(0.9).describe('decay of the mean of the gradients'),
  beta2: z.number().min(0).lt(1).default(0.999).describe('decay of their largest size'),
  epsilon: z.number().positive().default(1e-8),
  weight_decay: z.number().min(0).default(0).describe('times w is added to the gradient'),
});
type Options = z.infer<typeof options>;

const corrections = (t: number, { beta1 }: Options): Corrections => ({ mean: biasCorrection(beta1, t) });

/**
 * Adamax, Kingma and Ba 2015, section 7.1: Adam with the infinity norm, u ← max(β₂ u, |g| + ε), which needs no bias
 * correction. The paper has no ε; this place for it is PyTorch's.
 */
export const adamax = {
  options,

  state: () => ['m', 'u'],

  corrections,

  coefficients(t, learningRate, _state, options: Options, coefficients, { mean } = corrections(t, options)) {
    coefficients[0] = learningRate / mean;
  },

  step(w, g, { m, u }, [stepSize], { beta1, beta2, epsilon, weight_decay: decay }: Options) {
    const gradient = g + decay * w;
    const mean = normal(beta1 * m + (1 - beta1) * gradient);
    const largest = Math.max(beta2 * u, Math.abs(gradient) + epsilon);
    return { w: w - (stepSize * mean) / largest, m: mean, u: largest };
  },
} satisfies Optimizer;
