import * as z from '../../zod.js';
import { annealed } from './annealing.js';
import type { Schedule } from './schedule.js';

const options = z.strictObject({
  flat: z.number().min(0).lt(1).default(0.5).describe('part of all epochs that keeps the base rate'),
  eta_min: z.number().min(0).default(0).describe('the lowest rate'),
});
type Options = z.infer<typeof options>;

/**
 * rate = base up to t = epoch / epochs = flat, then η + (base − η) (1 + cos(π (t − flat) / (1 − flat))) / 2. With the
 * defaults what RealMLP has for dropout and decay: Holzmüller, Grinsztajn and Steinwart 2024.
 */
export const flatCosine = {
  options,
  dependsOnEpochs: () => true,

  rate: (base, epoch, epochs, { flat, eta_min: lowest }: Options) =>
    annealed(base, lowest, Math.max(0, epoch / epochs - flat) / (1 - flat)),
} satisfies Schedule;
