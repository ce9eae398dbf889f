import type { Metric } from '../metric.js';
import { areaUnderRoc } from '../threshold_curve.js';
import { type Multilabel, macroOfCurves } from './input.js';

/** Area under the ROC curve, mean over the labels; undefined where a label has one value only. */
export const rocAuc = {
  better: 'higher',
  value: (input) => macroOfCurves(input, areaUnderRoc),
} satisfies Metric<Multilabel>;
