import { z } from 'zod';
import { pow } from '../../math/index.js';
import type { Schedule } from './schedule.js';

/** rate = base · γ^⌊epoch / step_size⌋. PyTorch's StepLR. */
export const step = {
  options: z.strictObject({
    step_size: z.int().positive().describe('epochs between two cuts'),
    gamma: z.number().positive().default(0.1).describe('factor of each cut'),
  }),

  rate: (base, epoch, _epochs, options: z.infer<typeof step.options>) =>
    base * pow(options.gamma, Math.floor(epoch / options.step_size)),
} satisfies Schedule;
