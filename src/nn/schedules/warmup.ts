import * as z from '../../zod.js';

/** Options that every schedule has in addition. */
export const warmupOptions = {
  warmup_epochs: z
    .int()
    .min(0)
    .default(0)
    .describe('epochs in which the rate first rises in equal steps to the base rate'),
};
