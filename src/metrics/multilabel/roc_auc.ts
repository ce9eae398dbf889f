import type { Metric } from '../metric.js';
import { areaUnderRoc } from '../threshold_curve.js';
import { type Multilabel, macroOfLabels } from './input.js';

/** Area under the ROC curve, mean over the labels that have rows on both sides; undefined where none has. */
export const rocAuc = {
  better: 'higher',
  ofClass: true,
  value: (input) => macroOfLabels(input, areaUnderRoc),
} satisfies Metric<Multilabel>;
