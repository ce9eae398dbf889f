import * as z from '../../zod.js';
import { annealed } from './annealing.js';
import type { Schedule } from './schedule.js';

const options = z.strictObject({
  t_max: z
    .int()
    .positive()
    .optional()
    .describe('epochs from the base rate to eta_min; all epochs if left out'),
  eta_min: z.number().min(0).default(0).describe('the lowest rate'),
});
type Options = z.infer<typeof options>;

/**
 * rate = η + (base − η) (1 + cos(π epoch / t_max)) / 2, Loshchilov and Hutter 2017 without the restarts. PyTorch's
 * CosineAnnealingLR: after t_max epochs the rate rises again, to base at 2 t_max.
 */
export const cosine = {
  options,
  dependsOnEpochs: ({ t_max: length }: Options) => length === undefined,

  rate: (base, epoch, epochs, { t_max: length = epochs, eta_min: lowest }: Options) =>
    annealed(base, lowest, epoch / length),
} satisfies Schedule;
