import * as z from '../../zod.js';
import { normal } from './normal.js';
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

  state: ({ momentum, centered }: Options) => [
    'square',
    ...(momentum > 0 ? ['velocity'] : []),
    ...(centered ? ['mean'] : []),
  ],

  coefficients(_t, learningRate, _state, _options, coefficients) {
    coefficients[0] = learningRate;
  },

  step(w, g, { square, velocity, mean }, [rate], options: Options) {
    const { rho, epsilon, momentum, centered, weight_decay: decay } = options;
    const gradient = g + decay * w;
    const v = normal(rho * square + (1 - rho) * gradient * gradient);
    const m = normal(rho * mean + (1 - rho) * gradient);
    // At least 0 but for rounding; PyTorch would take the root of that.
    const variance = centered ? Math.max(v - m * m, 0) : v;
    const quotient = gradient / (Math.sqrt(variance) + epsilon);
    const direction = momentum > 0 ? normal(momentum * velocity + quotient) : quotient;
    return { w: w - rate * direction, square: v, velocity: direction, mean: m };
  },
} satisfies Optimizer;
