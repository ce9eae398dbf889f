import * as z from '../../zod.js';
import type { Schedule } from './schedule.js';

/** rate = base; what a config without a schedule means, and the one to name for a warm-up alone. */
export const constant = {
  options: z.strictObject({}),

  rate: (base) => base,
} satisfies Schedule;
