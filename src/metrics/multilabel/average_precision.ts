import type { Metric } from '../metric.js';
import { averagePrecisionOf } from '../threshold_curve.js';
import { type Multilabel, macroOfLabels } from './input.js';

/**
 * Average precision: the area under the precision-recall steps, mean over the labels that have rows on both sides;
 * undefined where none has.
 */
export const averagePrecision = {
  better: 'higher',
  ofClass: true,
  value: (input) => macroOfLabels(input, averagePrecisionOf),
} satisfies Metric<Multilabel>;
