import { type ClassRow, classRows } from '../class_scores.js';
import { valuesOf } from '../metric.js';
import { type ClassificationMetricName, classificationMetrics } from './index.js';
import { type ClassificationInput, prepareClassification } from './input.js';

/** Metrics of a split as metrics.json has them; a metric that is undefined is left out. */
export type ClassificationReport = Partial<Record<ClassificationMetricName, number>> & {
  /** Confusion matrix [true][predicted], in rows or in row weights. */
  confusion_matrix?: number[][];
  /** Name of the positive class, where there are two. */
  positive?: string;
  /** Threshold of the positive class, where one was given. */
  threshold?: number;
  per_class?: ClassRow[];
};

/**
 * Computes every metric, the confusion matrix and a row per class (named by `names`); empty where there is nothing to
 * measure.
 */
export function classificationReport(
  input: ClassificationInput & { names: readonly string[] },
): ClassificationReport {
  const prepared = prepareClassification(input);
  if (prepared === undefined) return {};
  const { classes, counts, unit } = prepared;
  const confusion = prepared.confusion.map((weight) => weight * unit);
  return {
    ...valuesOf(classificationMetrics, prepared),
    ...(classes === 2 && { positive: input.names[1] }),
    ...(input.threshold !== undefined && { threshold: input.threshold }),
    confusion_matrix: input.names.map((_, i) => [...confusion.subarray(i * classes, (i + 1) * classes)]),
    per_class: classRows(counts, unit, input.names),
  };
}
