import * as z from '../../zod.js';
import { normal } from './normal.js';
import type { Optimizer } from './optimizer.js';

const options = z.strictObject({
  learning_rate: z.number().positive().default(1),
  rho: z.number().min(0).lt(1).default(0.9).describe('decay of both means of squares'),
  epsilon: z.number().positive().default(1e-6),
  weight_decay: z.number().min(0).default(0).describe('times w is added to the gradient'),
});
type Options = z.infer<typeof options>;

/**
 * ADADELTA, Zeiler 2012: Δ = g · √(E[Δ²] + ε) / √(E[g²] + ε), and w ← w − rate · Δ, where E[Δ²] is of the steps before
 * this one. ε is inside both roots.
 */
export const adadelta = {
  options,

  state: () => ['square', 'change'],

  coefficients(_t, learningRate, _state, _options, coefficients) {
    coefficients[0] = learningRate;
  },

  step(w, g, { square, change }, [rate], { rho, epsilon, weight_decay: decay }: Options) {
    const gradient = g + decay * w;
    const v = normal(rho * square + (1 - rho) * gradient * gradient);
    const delta = (Math.sqrt(change + epsilon) / Math.sqrt(v + epsilon)) * gradient;
    return { w: w - rate * delta, square: v, change: normal(rho * change + (1 - rho) * delta * delta) };
  },
} satisfies Optimizer;
