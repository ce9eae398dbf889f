import * as z from '../../zod.js';
import { type AdamOptions, adam, adamCoefficients, adamCorrections, adamUpdate } from './adam.js';
import type { Optimizer } from './optimizer.js';

const options = adam.options.extend({
  weight_decay: z.number().min(0).default(0.01).describe('times rate · w is taken from w'),
});

/**
 * AdamW, Loshchilov and Hutter 2019: first w ← (1 − rate · weight_decay) w, then Adam's update without decay in the
 * gradient.
 */
export const adamw = {
  options,

  state: adam.state,

  corrections: adamCorrections,

  coefficients: (t, learningRate, _state, options: AdamOptions, coefficients, corrections?) =>
    adamCoefficients(t, learningRate, options, coefficients, corrections),

  step(w, g, state, coefficients, options: AdamOptions) {
    const [, , rate] = coefficients;
    return adamUpdate((1 - rate * options.weight_decay) * w, g, state, coefficients, options, 0);
  },
} satisfies Optimizer;
