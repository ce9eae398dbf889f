import * as z from '../../zod.js';
import { annealed } from './annealing.js';
import type { Schedule } from './schedule.js';
import { warmupOptions } from './warmup.js';

const options = z.strictObject({
  pct_start: z.number().gt(0).lt(1).default(0.3).describe('part of all steps in which the rate rises'),
  div_factor: z.number().positive().default(25).describe('the first rate is the base rate divided by this'),
  final_div_factor: z.number().positive().default(1e4).describe('the last rate is the first divided by this'),
  warmup_epochs: warmupOptions.warmup_epochs
    .unwrap()
    .optional()
    .describe('not with one_cycle, whose rate rises by itself: see pct_start'),
});
type Options = z.infer<typeof options>;

/**
 * One-cycle schedule: up to the base rate, which is the highest, and down to nearly nothing in the last step, along
 * half a cosine each. Smith and Topin 2018 as PyTorch's OneCycleLR has it: of the steps 0 … N − 1, the rate is highest
 * at pct_start · N − 1, between two steps as a rule.
 */
export const oneCycle = {
  options,
  perStep: true,
  rise: 'in pct_start of all steps',
  dependsOnEpochs: () => true,

  rate(base, step, steps, { pct_start: rise, div_factor, final_div_factor }: Options) {
    const first = base / div_factor;
    const top = rise * steps - 1;
    if (step < top) return annealed(first, base, step / top);
    return annealed(base, first / final_div_factor, (step - top) / (steps - 1 - top));
  },
} satisfies Schedule;
