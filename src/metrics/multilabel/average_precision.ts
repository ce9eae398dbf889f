import type { Metric } from '../metric.js';
import { averagePrecisionOf } from '../threshold_curve.js';
import { type Multilabel, macroOfCurves } from './input.js';

/** Average precision: the mean over the labels of the area under the precision-recall steps. */
export const averagePrecision = {
  better: 'higher',
  value: (input) => macroOfCurves(input, averagePrecisionOf),
} satisfies Metric<Multilabel>;
