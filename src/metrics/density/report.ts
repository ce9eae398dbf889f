import { valuesOf } from '../metric.js';
import { type DensityMetricName, densityMetrics } from './index.js';
import { type DensityInput, prepareDensity } from './input.js';

/** Metrics of a split as metrics.json has them; a metric that is undefined is left out. */
export type DensityReport = Partial<Record<DensityMetricName, number>>;

/** Computes every metric; empty where there is nothing to measure. */
export function densityReport(input: DensityInput): DensityReport {
  const prepared = prepareDensity(input);
  return prepared === undefined ? {} : valuesOf(densityMetrics, prepared);
}
