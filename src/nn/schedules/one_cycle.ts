import * as z from '../../zod.js';
import { annealed } from './annealing.js';
import type { Schedule } from './schedule.js';

const options = z.strictObject({
  pct_start: z.number().gt(0).lt(1).default(0.3).describe('part of all epochs in which the rate rises'),
  div_factor: z.number().positive().default(25).describe('the first rate is the base rate divided by this'),
  final_div_factor: z.number().positive().default(1e4).describe('the last rate is the first divided by this'),
});
type Options = z.infer<typeof options>;

/**
 * One-cycle schedule: up to the base rate, which is the highest, and down to nearly nothing, along half a cosine each.
 * Smith and Topin 2018 in the form of PyTorch's OneCycleLR. Moves with every step. PyTorch counts steps 0 … N − 1 and
 * so is at the top and at the end one step earlier; this is its limit for many steps.
 */
export const oneCycle = {
  options,
  perStep: true,

  rate(base, epoch, epochs, { pct_start: rise, div_factor, final_div_factor }: Options) {
    const first = base / div_factor;
    const done = epoch / epochs;
    return done < rise
      ? annealed(first, base, done / rise)
      : annealed(base, first / final_div_factor, (done - rise) / (1 - rise));
  },
} satisfies Schedule;
