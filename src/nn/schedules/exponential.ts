import { pow } from '../../math/index.js';
import * as z from '../../zod.js';
import type { Schedule } from './schedule.js';

const options = z.strictObject({
  gamma: z.number().positive().describe('factor of every epoch'),
});
type Options = z.infer<typeof options>;

/** rate = base · γ^epoch. PyTorch's ExponentialLR. */
export const exponential = {
  options,

  rate: (base, epoch, _epochs, { gamma }: Options) => base * pow(gamma, epoch),
} satisfies Schedule;
