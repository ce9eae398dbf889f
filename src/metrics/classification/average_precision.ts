import type { Metric } from '../metric.js';
import { averagePrecisionOf } from '../threshold_curve.js';
import { binaryOrMacro, type Classification } from './input.js';

/**
 * Average precision: the area under the precision-recall steps; for several classes the macro mean of each against the
 * rest, over those that have rows on both sides.
 */
export const averagePrecision = {
  better: 'higher',
  ofClass: true,
  value: (input) => binaryOrMacro(input, averagePrecisionOf),
} satisfies Metric<Classification>;
