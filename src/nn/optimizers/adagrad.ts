import * as z from '../../zod.js';
import type { Optimizer } from './optimizer.js';

const options = z.strictObject({
  learning_rate: z.number().positive().default(0.01),
  learning_rate_decay: z
    .number()
    .min(0)
    .default(0)
    .describe('the rate of step t is divided by 1 + (t − 1) · this'),
  initial_accumulator_value: z.number().min(0).default(0).describe('where the sum of squares starts'),
  epsilon: z.number().positive().default(1e-10),
  weight_decay: z.number().min(0).default(0).describe('times w is added to the gradient'),
});
type Options = z.infer<typeof options>;

/** AdaGrad, Duchi, Hazan and Singer 2011: w ← w − rate · g / (√Σg² + ε), the sum over all steps so far. */
export const adagrad = {
  options,

  slots: () => 1,

  coefficients(t, learningRate, [sum], options: Options, coefficients) {
    if (t === 1) sum.fill(options.initial_accumulator_value);
    coefficients[0] = learningRate / (1 + (t - 1) * options.learning_rate_decay);
  },

  step(w, g, [sum], n, [rate], options: Options) {
    const { epsilon, weight_decay: decay } = options;
    for (let i = 0; i < n; i++) {
      const gi = g[i] + decay * w[i];
      sum[i] += gi * gi;
      w[i] -= (rate * gi) / (Math.sqrt(sum[i]) + epsilon);
    }
  },
} satisfies Optimizer;
