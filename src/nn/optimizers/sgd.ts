import * as z from '../../zod.js';
import { normal } from './normal.js';
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
 * Stochastic gradient descent. The velocity is v ← momentum · v + g, and w ← w − rate · v (the rate is outside v,
 * PyTorch's convention, so a change of rate acts at once); with nesterov, w ← w − rate · (g + momentum · v).
 */
export const sgd = {
  options,

  state: ({ momentum }: Options) => (momentum > 0 ? ['velocity'] : []),

  coefficients(_t, learningRate, _state, _options, coefficients) {
    coefficients[0] = learningRate;
  },

  step(w, g, { velocity }, [rate], { momentum, nesterov, weight_decay: decay }: Options) {
    const gradient = g + decay * w;
    const v = momentum > 0 ? normal(momentum * velocity + gradient) : gradient;
    return { w: w - rate * (nesterov ? gradient + momentum * v : v), velocity: v };
  },
} satisfies Optimizer;
