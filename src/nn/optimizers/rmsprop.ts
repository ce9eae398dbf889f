import * as z from '../../zod.js';
import type { Optimizer } from './optimizer.js';

const options = z.strictObject({
  learning_rate: z.number().positive().default(0.01),
  rho: z.number().min(0).lt(1).default(0.99).describe("decay of the mean of the squares (PyTorch's alpha)"),
  epsilon: z.number().positive().default(1e-8),
  momentum: z.number().min(0).lt(1).default(0),
  centered: z.boolean().default(false).describe('divide by the deviation, not the root mean square'),
  weight_decay: z.number().min(0).default(0).describe('times w is added to the gradient'),
});
type Options = z.infer<typeof options>;

/**
 * RMSProp, Hinton 2012, as PyTorch has it: ε is added after the root, w ← w − rate · g / (√v + ε); momentum gathers the
 * quotients. centered subtracts the squared mean gradient from v (Graves 2013).
 */
export const rmsprop = {
  options,

  slots: (options: Options) => 1 + (options.momentum > 0 ? 1 : 0) + (options.centered ? 1 : 0),

  coefficients(_t, learningRate, _slots, _options, coefficients) {
    coefficients[0] = learningRate;
  },

  step(w, g, slots, n, [learningRate], options: Options) {
    const { rho, epsilon, momentum, centered, weight_decay: decay } = options;
    const square = slots[0];
    const velocity = slots[1];
    const mean = slots[slots.length - 1];
    for (let i = 0; i < n; i++) {
      const gi = g[i] + decay * w[i];
      square[i] = rho * square[i] + (1 - rho) * gi * gi;
      let variance = square[i];
      if (centered) {
        mean[i] = rho * mean[i] + (1 - rho) * gi;
        // At least 0 but for rounding; PyTorch would take the root of that.
        variance = Math.max(0, variance - mean[i] * mean[i]);
      }
      let direction = gi / (Math.sqrt(variance) + epsilon);
      if (momentum > 0) {
        velocity[i] = momentum * velocity[i] + direction;
        direction = velocity[i];
      }
      w[i] -= learningRate * direction;
    }
  },
} satisfies Optimizer;
