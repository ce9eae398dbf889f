import * as z from '../../zod.js';
import type { Optimizer } from './optimizer.js';

const options = z.strictObject({
  learning_rate: z.number().positive().default(0.0001),
  beta1: z.number().min(0).lt(1).default(0.9).describe('weight of the mean in the direction of a step'),
  beta2: z.number().min(0).lt(1).default(0.99).describe('decay of the mean of the gradients'),
  weight_decay: z.number().min(0).default(0).describe('times rate · w is taken from w'),
});
type Options = z.infer<typeof options>;

/**
 * Lion, Chen et al. 2023, algorithm 2: w ← w − rate · (sign(β₁ m + (1 − β₁) g) + weight_decay · w), and then m ← β₂ m +
 * (1 − β₂) g. Each parameter moves by the rate, whatever the size of its gradient: a rate a tenth of Adam's suits it.
 */
export const lion = {
  options,

  state: () => ['m'],

  coefficients(_t, learningRate, _state, _options, coefficients) {
    coefficients[0] = learningRate;
  },

  step(w, g, { m }, [rate], { beta1, beta2, weight_decay: decay }: Options) {
    const direction = Math.sign(beta1 * m + (1 - beta1) * g);
    return { w: w - rate * (direction + decay * w), m: beta2 * m + (1 - beta2) * g };
  },
} satisfies Optimizer;
