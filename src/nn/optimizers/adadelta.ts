import * as z from '../../zod.js';
import type { Optimizer } from './optimizer.js';

const options = z.strictObject({
  learning_rate: z.number().positive().default(1),
  rho: z.number().min(0).lt(1).default(0.9).describe('decay of both means of squares'),
  epsilon: z.number().positive().default(1e-6),
  weight_decay: z.number().min(0).default(0).describe('times w is added to the gradient'),
});
type Options = z.infer<typeof options>;

/**
 * ADADELTA, Zeiler 2012: Δ = g · √(E[Δ²] + ε) / √(E[g²] + ε), and w ← w − rate · Δ, where E[Δ²] is of the steps before this
 * one. ε is inside both roots.
 */
export const adadelta = {
  options,

  slots: () => 2,

  coefficients(_t, learningRate, _slots, _options, coefficients) {
    coefficients[0] = learningRate;
  },

  step(w, g, [square, change], n, [learningRate], options: Options) {
    const { rho, epsilon, weight_decay: decay } = options;
    for (let i = 0; i < n; i++) {
      const gi = g[i] + decay * w[i];
      square[i] = rho * square[i] + (1 - rho) * gi * gi;
      const delta = (Math.sqrt(change[i] + epsilon) / Math.sqrt(square[i] + epsilon)) * gi;
      change[i] = rho * change[i] + (1 - rho) * delta * delta;
      w[i] -= learningRate * delta;
    }
  },
} satisfies Optimizer;
