import { valuesOf } from '../metric.js';
import { type SoftTargetMetricName, softTargetMetrics } from './index.js';
import { prepareSoftTarget, type SoftTargetInput } from './input.js';

/** Metrics of a split as metrics.json has them; a metric that is undefined is left out. */
export type SoftTargetReport = Partial<Record<SoftTargetMetricName, number>> & {
  /** Threshold of the second of two classes, where one was given. */
  threshold?: number;
};

/** Computes every metric; empty where there is nothing to measure. */
export function softTargetReport(input: SoftTargetInput): SoftTargetReport {
  const prepared = prepareSoftTarget(input);
  if (prepared === undefined) return {};
  return {
    ...valuesOf(softTargetMetrics, prepared),
    ...(input.threshold !== undefined && { threshold: input.threshold }),
  };
}
