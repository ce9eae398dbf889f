import * as z from '../../zod.js';
import { type AdamOptions, adam, adamUpdate } from './adam.js';
import type { Optimizer } from './optimizer.js';

const options = adam.options.extend({
  weight_decay: z.number().min(0).default(0.01).describe('times rate · w is taken from w'),
});

/** AdamW, Loshchilov and Hutter 2019: first w ← (1 − rate · weight_decay) w, then Adam's update without decay in the gradient. */
export const adamw = {
  options,

  slots: adam.slots,

  step(w, g, slots, n, t, learningRate, options: AdamOptions) {
    const keep = 1 - learningRate * options.weight_decay;
    for (let i = 0; i < n; i++) w[i] *= keep;
    adamUpdate(w, g, slots, n, t, learningRate, options, 0);
  },
} satisfies Optimizer;
