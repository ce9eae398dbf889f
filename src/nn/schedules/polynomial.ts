import { pow } from '../../math/index.js';
import * as z from '../../zod.js';
import type { Schedule } from './schedule.js';

const options = z.strictObject({
  total_epochs: z.int().positive().optional().describe('epochs until the rate is 0; all epochs if left out'),
  power: z.number().positive().default(1),
});
type Options = z.infer<typeof options>;

/** rate = base · (1 − epoch / total)^power, then 0. PyTorch's PolynomialLR. */
export const polynomial = {
  options,
  dependsOnEpochs: ({ total_epochs: total }: Options) => total === undefined,

  rate: (base, epoch, epochs, { total_epochs: total = epochs, power }: Options) =>
    epoch < total ? base * pow(1 - epoch / total, power) : 0,
} satisfies Schedule;
