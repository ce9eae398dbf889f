import { log2, sind } from '../../math/index.js';
import * as z from '../../zod.js';
import type { Schedule } from './schedule.js';
import { warmupOptions } from './warmup.js';

/**
 * rate = base · (½ − ½ cos(2π log₂(1 + 15 t))) = base · sin²(π log₂(1 + 15 t)) at t = step / steps: four cycles, each
 * twice as long as the one before, from 0 up to base and down again. RealMLP's; Holzmüller, Grinsztajn and Steinwart
 * 2024.
 */
export const coslog4 = {
  options: z.strictObject({
    warmup_epochs: warmupOptions.warmup_epochs
      .unwrap()
      .optional()
      .describe('not with coslog4, whose rate begins at 0'),
  }),
  perStep: true,
  rise: 'in the first 3 % of all steps',
  dependsOnEpochs: () => true,

  rate(base, step, steps) {
    const sine = sind(180 * log2(1 + (15 * step) / steps));
    return base * sine * sine;
  },
} satisfies Schedule;
