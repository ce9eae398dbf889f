import { log } from '../../math/index.js';
import type { RateStep } from './rate_range.js';

/** Learning rates that a range test suggests. */
export interface Suggestion {
  /** Rate at which the smoothed loss falls most steeply against the logarithm of the rate. */
  readonly steepest: number;
  /** Tenth of the rate at which the smoothed loss is least: the most that is advisable. */
  readonly most: number;
}

/** Steps at the start whose smoothed losses are those of a few batches, and on both sides of a slope. */
const [FIRST, BESIDE] = [5, 3];
/** Part of the first smoothed loss by which it has to fall, for a slope that is more than noise. */
const LEAST_FALL = 0.05;

/**
 * Suggests a rate: where the loss falls most steeply before it is least, as Gugger (How do you find a good learning
 * rate, 2018) and fastai's `steep` do, but never above a tenth of the rate at which it is least (fastai's `minimum`).
 * Undefined where the loss does not fall.
 */
export function suggest(steps: readonly RateStep[]): Suggestion | undefined {
  let least = FIRST;
  for (let i = FIRST; i < steps.length; i++) if (steps[i].smoothed < steps[least].smoothed) least = i;
  const first = steps[FIRST]?.smoothed;
  if (first === undefined || first - steps[least].smoothed < LEAST_FALL * Math.abs(first)) return undefined;
  let steepest = FIRST + BESIDE;
  let slope = Number.POSITIVE_INFINITY;
  for (let i = FIRST + BESIDE; i <= least - BESIDE; i++) {
    const [before, after] = [steps[i - BESIDE], steps[i + BESIDE]];
    const found = (after.smoothed - before.smoothed) / log(after.rate / before.rate);
    if (found < slope) [slope, steepest] = [found, i];
  }
  const most = steps[least].rate / 10;
  return { steepest: Math.min(steps[steepest].rate, most), most };
}
