import { pow } from '../../math/index.js';
import * as z from '../../zod.js';
import type { Schedule } from './schedule.js';

const options = z.strictObject({
  milestones: z
    .array(z.int().positive())
    .min(1)
    .describe('the epochs from which the rate is cut, in any order'),
  gamma: z.number().positive().default(0.1).describe('factor of each cut'),
});
type Options = z.infer<typeof options>;

/** rate = base · γ^(number of milestones ≤ epoch). PyTorch's MultiStepLR. */
export const multistep = {
  options,

  rate(base, epoch, _epochs, { milestones, gamma }: Options) {
    let cuts = 0;
    for (const milestone of milestones) if (milestone <= epoch) cuts++;
    return base * pow(gamma, cuts);
  },
} satisfies Schedule;
