import * as z from '../../zod.js';
import { annealed } from './annealing.js';
import type { Schedule } from './schedule.js';

const options = z.strictObject({
  t_0: z.int().positive().describe('epochs of the first cycle'),
  t_mult: z.int().positive().default(1).describe('each cycle is this many times as long as the one before'),
  eta_min: z.number().min(0).default(0).describe('the lowest rate'),
});
type Options = z.infer<typeof options>;

/**
 * Half a cosine from base towards η in every cycle: SGDR, Loshchilov and Hutter 2017. PyTorch's
 * CosineAnnealingWarmRestarts.
 */
export const cosineRestarts = {
  options,

  rate(base, epoch, _epochs, { t_0, t_mult: growth, eta_min: lowest }: Options) {
    let length = t_0;
    let position = growth === 1 ? epoch % t_0 : epoch;
    while (position >= length) {
      position -= length;
      length *= growth;
    }
    return annealed(base, lowest, position / length);
  },
} satisfies Schedule;
