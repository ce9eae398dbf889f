import type { Metric } from '../metric.js';
import { areaUnderRoc } from '../threshold_curve.js';
import { binaryOrMacro, type Classification } from './input.js';

/**
 * Area under the ROC curve; for several classes the macro mean of each against the rest, over those that have rows on
 * both sides. Undefined where none has.
 */
export const rocAuc = {
  better: 'higher',
  ofClass: true,
  value: (input) => binaryOrMacro(input, areaUnderRoc),
} satisfies Metric<Classification>;
