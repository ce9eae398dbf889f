import { type MetricName, metricDirection } from '../metrics/index.js';
import type { TrainingConfig } from './options.js';

/** Which metric decides which weights are best and when to stop, and on which split. */
export interface Monitor {
  readonly metric: MetricName;
  readonly split: 'validation' | 'train';
}

export function monitorOf(config: TrainingConfig, hasValidation: boolean): Monitor {
  return {
    metric: config.early_stopping?.metric ?? 'loss',
    split: hasValidation ? 'validation' : 'train',
  };
}

/** Whether `value` is better than `best` by more than `minDelta`. A value that is missing or not finite is no improvement. */
export function improves(
  metric: MetricName,
  value: number | null,
  best: number | null,
  minDelta: number,
): boolean {
  if (value === null || !Number.isFinite(value)) return false;
  if (best === null) return true;
  return metricDirection(metric) === 'lower' ? value < best - minDelta : value > best + minDelta;
}

/** The counters behind early stopping and the choice of the best weights: plain data, kept in a checkpoint. */
export interface Progress {
  /** Best value of the monitored metric so far, and the epoch (from 1) it was reached in. */
  best: number | null;
  bestEpoch: number;
  /** The value early stopping compares with, which moves only by min_delta or more, and the epochs since it did. */
  reference: number | null;
  waited: number;
}

export const noProgress = (): Progress => ({ best: null, bestEpoch: 0, reference: null, waited: 0 });

/** Takes note of the monitored value after `epoch` (from 1). Says whether it is the best so far. */
export function observe(
  progress: Progress,
  metric: MetricName,
  value: number | null,
  epoch: number,
  minDelta: number,
): boolean {
  if (improves(metric, value, progress.reference, minDelta)) {
    progress.reference = value;
    progress.waited = 0;
  } else progress.waited++;
  if (!improves(metric, value, progress.best, 0)) return false;
  progress.best = value;
  progress.bestEpoch = epoch;
  return true;
}
