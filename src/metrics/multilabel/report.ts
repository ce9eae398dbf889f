import { type ClassRow, classRows } from '../class_scores.js';
import { valuesOf } from '../metric.js';
import { type MultilabelMetricName, multilabelMetrics } from './index.js';
import { type MultilabelInput, prepareMultilabel } from './input.js';

/** Metrics of a split as metrics.json has them; a metric that is undefined is left out. */
export type MultilabelReport = Partial<Record<MultilabelMetricName, number>> & {
  /** Rows of the table of labels, one per label. */
  per_class?: ClassRow[];
  /** Threshold of the labels, where one was given. */
  threshold?: number;
};

/** Computes every metric, and a row per label (named by `names`); empty where there is nothing to measure. */
export function multilabelReport(input: MultilabelInput & { names: readonly string[] }): MultilabelReport {
  const prepared = prepareMultilabel(input);
  if (prepared === undefined) return {};
  return {
    ...valuesOf(multilabelMetrics, prepared),
    ...(input.threshold !== undefined && { threshold: input.threshold }),
    per_class: classRows(prepared.counts, prepared.unit, input.names),
  };
}
