import * as z from '../../zod.js';
import type { Optimizer } from './optimizer.js';

const options = z
  .strictObject({
    learning_rate: z.number().positive().default(0.001),
    momentum: z.number().min(0).lt(1).default(0),
    nesterov: z.boolean().default(false).describe("Nesterov's momentum: look one step ahead"),
    weight_decay: z.number().min(0).default(0).describe('times w is added to the gradient'),
  })
  .refine(({ nesterov, momentum }) => !nesterov || momentum > 0, {
    path: ['nesterov'],
    message: 'needs a momentum above 0, say 0.9',
  });
type Options = z.infer<typeof options>;

/**
 * Stochastic gradient descent. The velocity is v ← momentum · v + g, and w ← w − rate · v (the rate is outside v, PyTorch's
 * convention, so a change of rate acts at once); with nesterov, w ← w − rate · (g + momentum · v).
 */
export const sgd = {
  options,

  slots: (options: Options) => (options.momentum > 0 ? 1 : 0),

  coefficients(_t, learningRate, _slots, _options, coefficients) {
    coefficients[0] = learningRate;
  },

  step(w, g, [velocity], n, [learningRate], options: Options) {
    const { momentum, nesterov, weight_decay: decay } = options;
    for (let i = 0; i < n; i++) {
      let direction = g[i] + decay * w[i];
      if (momentum > 0) {
        velocity[i] = momentum * velocity[i] + direction;
        direction = nesterov ? direction + momentum * velocity[i] : velocity[i];
      }
      w[i] -= learningRate * direction;
    }
  },
} satisfies Optimizer;
