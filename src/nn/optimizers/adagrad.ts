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

  state: () => ['sum'],

  coefficients(t, learningRate, { sum }, options: Options, coefficients) {
    if (t === 1) sum.fill(options.initial_accumulator_value);
    coefficients[0] = learningRate / (1 + (t - 1) * options.learning_rate_decay);
  },

  step(w, g, { sum }, [rate], { epsilon, weight_decay: decay }: Options) {
    const gradient = g + decay * w;
    const squares = sum + gradient * gradient;
    return { w: w - (rate * gradient) / (Math.sqrt(squares) + epsilon), sum: squares };
  },
} satisfies Optimizer;
