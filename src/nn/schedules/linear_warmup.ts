import * as z from '../../zod.js';
import type { Schedule } from './schedule.js';

const options = z.strictObject({
  start_factor: z
    .number()
    .positive()
    .max(1)
    .default(1 / 3)
    .describe('of the base rate in epoch 0'),
  total_epochs: z.int().positive().default(5).describe('epochs until the base rate is reached'),
});
type Options = z.infer<typeof options>;

/** rate = base · (f + (1 − f) · epoch / total), then base. PyTorch's LinearLR. */
export const linearWarmup = {
  options,

  rate: (base, epoch, _epochs, { start_factor: start, total_epochs: total }: Options) =>
    epoch < total ? base * (start + ((1 - start) * epoch) / total) : base,
} satisfies Schedule;
