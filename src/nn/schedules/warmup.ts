import * as z from '../../zod.js';
import type { Schedule } from './schedule.js';

/** Options that every schedule has in addition. */
export const warmupOptions = {
  warmup_epochs: z
    .int()
    .min(0)
    .default(0)
    .describe('epochs in which the rate first rises in equal steps to the base rate'),
};

/**
 * The rate in force at `epoch` of `epochs`: base · (epoch + 1) / (warmupEpochs + 1) while epoch < warmupEpochs;
 * after that the schedule's, which counts its epochs from there and has the rest of them.
 */
export function scheduledRate(
  schedule: Schedule,
  base: number,
  epoch: number,
  epochs: number,
  warmupEpochs: number,
  options: object,
  scalars: Float64Array,
): number {
  if (epoch < warmupEpochs) return (base * (epoch + 1)) / (warmupEpochs + 1);
  return schedule.rate(base, epoch - warmupEpochs, epochs - warmupEpochs, options, scalars);
}

/**
 * Tells the schedule the metric (lower is better) at the end of `epoch`; what happens during the warm-up does not
 * count.
 */
export function observeMetric(
  schedule: Schedule,
  metric: number,
  epoch: number,
  warmupEpochs: number,
  options: object,
  scalars: Float64Array,
): void {
  if (epoch >= warmupEpochs) schedule.observe?.(metric, options, scalars);
}
