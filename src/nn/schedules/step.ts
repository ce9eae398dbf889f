import { pow } from '../../math/index.js';
import * as z from '../../zod.js';
import type { Schedule } from './schedule.js';

const options = z.strictObject({
  step_size: z.int().positive().describe('epochs between two cuts'),
  gamma: z.number().positive().default(0.1).describe('factor of each cut'),
});
type Options = z.infer<typeof options>;

/** rate = base · γ^⌊epoch / step_size⌋. PyTorch's StepLR. */
export const step = {
  options,

  rate: (base, epoch, _epochs, options: Options) =>
    base * pow(options.gamma, Math.floor(epoch / options.step_size)),
} satisfies Schedule;
