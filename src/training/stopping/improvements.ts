import type { MetricName } from '../../metrics/index.js';
import { improves } from './monitor.js';

/** The counters behind early stopping and the choice of the best weights: plain data, kept in a checkpoint. */
export interface Improvements {
  /** Best value of the monitored metric so far, and the epoch (from 1) it was reached in. */
  best: number | null;
  bestEpoch: number;
  /** The value early stopping compares with, which moves only by more than min_delta, and the epochs since it did. */
  reference: number | null;
  waited: number;
}

export const noImprovements = (): Improvements => ({ best: null, bestEpoch: 0, reference: null, waited: 0 });

/** Takes the monitored value after `epoch` (from 1) into account. Returns whether it is the best so far. */
export function observe(
  improvements: Improvements,
  metric: MetricName,
  value: number | null,
  epoch: number,
  minDelta: number,
): boolean {
  if (improves(metric, value, improvements.reference, minDelta)) {
    improvements.reference = value;
    improvements.waited = 0;
  } else improvements.waited++;
  if (!improves(metric, value, improvements.best, 0)) return false;
  improvements.best = value;
  improvements.bestEpoch = epoch;
  return true;
}
