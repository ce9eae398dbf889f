import { type MetricName, metricDirection } from '../../metrics/index.js';
import type { TrainingConfig } from '../options.js';

/** Metric that decides which weights are best and when to stop, and the split it is measured on. */
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

/**
 * Whether `value` is better than `best` by more than `minDelta`. A value that is missing or not finite is no
 * improvement.
 */
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
