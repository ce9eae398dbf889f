import { pow } from '../../math/index.js';
import * as z from '../../zod.js';
import { biasCorrection } from './bias_correction.js';
import { normal } from './normal.js';
import type { Corrections, Optimizer } from './optimizer.js';

const options = z.strictObject({
  learning_rate: z.number().positive().default(0.002),
  beta1: z.number().min(0).lt(1).default(0.9).describe('decay of the mean of the gradients'),
  beta2: z.number().min(0).lt(1).default(0.999).describe('decay of the mean of their squares'),
  epsilon: z.number().positive().default(1e-8),
  momentum_decay: z
    .number()
    .min(0)
    .default(0.004)
    .describe('how fast the momentum μ rises from β₁ / 2 to β₁'),
  weight_decay: z.number().min(0).default(0).describe('times w is added to the gradient'),
});
type Options = z.infer<typeof options>;

const corrections = (t: number, { beta2 }: Options): Corrections => ({ square: biasCorrection(beta2, t) });

/** μₜ = β₁ (1 − 0.96^(t · momentum_decay) / 2) */
const momentumAt = (t: number, { beta1, momentum_decay: decay }: Options): number =>
  beta1 * (1 - 0.5 * pow(0.96, t * decay));

/**
 * NAdam, Dozat 2016, as PyTorch 1.13 has it: Adam with Nesterov's momentum. The mean is corrected by 1 − μ₁ … μₜ · μₜ ·
 * μₜ₊₁, where μₜ counts twice; the paper, and PyTorch from 2.0 (pull request 92699), have it once. That matters in the
 * first steps alone. The third slot holds the product μ₁ … μₜ in its first element.
 */
export const nadam = {
  options,

  state: () => ['m', 'v', 'product'],

  corrections,

  coefficients(
    t,
    learningRate,
    { product },
    options: Options,
    coefficients,
    { square } = corrections(t, options),
  ) {
    const mu = momentumAt(t, options);
    const muNext = momentumAt(t + 1, options);
    const muProduct = (t === 1 ? 1 : product[0]) * mu;
    product[0] = muProduct;
    coefficients[0] = (learningRate * (1 - mu)) / (1 - muProduct);
    coefficients[1] = (learningRate * muNext) / (1 - muProduct * mu * muNext);
    coefficients[2] = square;
  },

  step(w, g, { m, v }, [gradientRate, meanRate, squareCorrection], options: Options) {
    const { beta1, beta2, epsilon, weight_decay: decay } = options;
    const gradient = g + decay * w;
    const mean = normal(beta1 * m + (1 - beta1) * gradient);
    const square = normal(beta2 * v + (1 - beta2) * gradient * gradient);
    const direction = gradientRate * gradient + meanRate * mean;
    return { w: w - direction / (Math.sqrt(square / squareCorrection) + epsilon), m: mean, v: square };
  },
} satisfies Optimizer;
