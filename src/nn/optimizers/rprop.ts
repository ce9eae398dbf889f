import * as z from '../../zod.js';
import type { Optimizer } from './optimizer.js';

const options = z
  .strictObject({
    learning_rate: z.number().positive().default(0.01).describe('the first step of every parameter'),
    eta_minus: z.number().positive().lt(1).default(0.5).describe('factor of a step after a change of sign'),
    eta_plus: z.number().gt(1).default(1.2).describe('factor of a step after none'),
    step_size_min: z.number().positive().default(1e-6),
    step_size_max: z.number().positive().default(50),
  })
  .refine((options) => options.step_size_min <= options.step_size_max, {
    path: ['step_size_min'],
    message: 'must not be above step_size_max',
  });
type Options = z.infer<typeof options>;

/**
 * Resilient propagation, Riedmiller and Braun 1993: a step size for every parameter, only the sign of the gradient
 * counts. After a change of sign the parameter rests for a step (the variant iRprop−, and PyTorch's). Meant for full
 * batches. The rate in force is used at the first step alone: it is where the step sizes start.
 */
export const rprop = {
  options,

  state: () => ['previous', 'step'],

  coefficients(t, learningRate, { step }) {
    if (t === 1) step.fill(learningRate);
  },

  step(w, g, { previous, step }, _coefficients, options: Options) {
    const { eta_minus: shrink, eta_plus: grow, step_size_min: least, step_size_max: most } = options;
    const agreement = g * previous;
    const factor = agreement > 0 ? grow : agreement < 0 ? shrink : 1;
    const size = Math.min(Math.max(step * factor, least), most);
    const direction = agreement < 0 ? 0 : g;
    return { w: w - Math.sign(direction) * size, previous: direction, step: size };
  },
} satisfies Optimizer;
