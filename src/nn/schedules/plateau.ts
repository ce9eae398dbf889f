import { pow } from '../../math/index.js';
import * as z from '../../zod.js';
import type { Schedule } from './schedule.js';

const options = z.strictObject({
  factor: z.number().positive().lt(1).default(0.1).describe('factor of each cut'),
  patience: z.int().min(0).default(10).describe('epochs without improvement that are let pass'),
  threshold: z.number().min(0).default(1e-4).describe('relative improvement that counts as one'),
  min_rate: z.number().min(0).default(0).describe('no cut goes below this rate'),
});
type Options = z.infer<typeof options>;

/** Indices of the numbers that the schedule keeps. */
const best = 0;
const hasBest = 1;
const badEpochs = 2;
const cuts = 3;

/**
 * Cuts the rate by `factor` when the metric has not improved for more than `patience` epochs. PyTorch's
 * ReduceLROnPlateau in relative mode; the threshold is a part of |best|, so that a metric below 0 works as well.
 */
export const plateau = {
  options,
  scalars: 4,

  rate: (base, _epoch, _epochs, { factor, min_rate: lowest }: Options, scalars) =>
    Math.min(base, Math.max(base * pow(factor, scalars[cuts]), lowest)),

  observe(metric, { patience, threshold }: Options, scalars) {
    const limit = scalars[hasBest] === 1 ? scalars[best] - threshold * Math.abs(scalars[best]) : Infinity;
    if (metric < limit) {
      scalars[best] = metric;
      scalars[hasBest] = 1;
      scalars[badEpochs] = 0;
      return;
    }
    scalars[badEpochs]++;
    if (scalars[badEpochs] > patience) {
      scalars[cuts]++;
      scalars[badEpochs] = 0;
    }
  },
} satisfies Schedule;
