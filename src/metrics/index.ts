import { adversarialMetrics } from './adversarial/index.js';
import { classificationMetrics } from './classification/index.js';
import { densityMetrics } from './density/index.js';
import type { Direction, Metric } from './metric.js';
import { multilabelMetrics } from './multilabel/index.js';
import { regressionMetrics } from './regression/index.js';
import { softTargetMetrics } from './soft_targets/index.js';

/**
 * Metrics by kind of target: a class, numbers, several 0/1 labels, a distribution, the density of whole rows, or what a
 * discriminator makes of them.
 */
export const metricRegistries = {
  classification: classificationMetrics,
  regression: regressionMetrics,
  multilabel: multilabelMetrics,
  soft_targets: softTargetMetrics,
  density: densityMetrics,
  adversarial: adversarialMetrics,
};

type KeysOfEach<T> = T extends unknown ? keyof T : never;

/** Name of any metric, or `loss`, the objective itself, which is computed where the network is. */
export type MetricName = 'loss' | KeysOfEach<(typeof metricRegistries)[keyof typeof metricRegistries]>;

// A name that several registries share has one direction in all of them.
const directions = new Map<string, Direction>([['loss', 'lower']]);
for (const registry of Object.values(metricRegistries)) {
  for (const [name, metric] of Object.entries(registry)) directions.set(name, metric.better);
}

/** Names of all metrics, each once, `loss` first. */
export const metricNames = [...directions.keys()] as [MetricName, ...MetricName[]];

/** Names of the metrics that are the score of one class, or the macro average over the classes. */
export const classMetricNames: readonly string[] = Object.entries<Metric<never>>({
  ...classificationMetrics,
  ...multilabelMetrics,
}).flatMap(([name, { ofClass }]) => (ofClass ? [name] : []));

/** Direction in which a metric is better. */
export function metricDirection(name: MetricName): Direction {
  return directions.get(name)!;
}

export { type AdversarialMetricName, adversarialMetrics } from './adversarial/index.js';
export { type AdversarialInput, prepareAdversarial } from './adversarial/input.js';
export { type AdversarialReport, adversarialReport } from './adversarial/report.js';
export type { ClassRow } from './class_scores.js';
export { type ClassificationMetricName, classificationMetrics } from './classification/index.js';
export {
  type Classification,
  type ClassificationInput,
  prepareClassification,
} from './classification/input.js';
export { type ClassificationReport, classificationReport } from './classification/report.js';
export { defaultThreshold, isPositive, predictedClass } from './decision.js';
export { type DensityMetricName, densityMetrics } from './density/index.js';
export { type DensityInput, prepareDensity } from './density/input.js';
export { type DensityReport, densityReport } from './density/report.js';
export { type Direction, type Metric, valuesOf } from './metric.js';
export { type MultilabelMetricName, multilabelMetrics } from './multilabel/index.js';
export { type Multilabel, type MultilabelInput, prepareMultilabel } from './multilabel/input.js';
export { type MultilabelReport, multilabelReport } from './multilabel/report.js';
export { type RegressionMetricName, regressionMetrics } from './regression/index.js';
export { prepareRegression, type Regression, type RegressionInput } from './regression/input.js';
export { type RegressionReport, regressionReport } from './regression/report.js';
export { argmax, weightUnit } from './rows.js';
export { type SoftTargetMetricName, softTargetMetrics } from './soft_targets/index.js';
export { prepareSoftTarget, type SoftTarget, type SoftTargetInput } from './soft_targets/input.js';
export { type SoftTargetReport, softTargetReport } from './soft_targets/report.js';
