import { valuesOf } from '../metric.js';
import { type AdversarialMetricName, adversarialMetrics } from './index.js';
import { type AdversarialInput, prepareAdversarial } from './input.js';

/** Metrics of a split as metrics.json has them; a metric that is undefined is left out. */
export type AdversarialReport = Partial<Record<AdversarialMetricName, number>>;

/** Computes every metric; empty where there is nothing to measure. */
export function adversarialReport(input: AdversarialInput): AdversarialReport {
  const prepared = prepareAdversarial(input);
  return prepared === undefined ? {} : valuesOf(adversarialMetrics, prepared);
}
