import { log } from '../../math/index.js';
import type { Metric } from '../metric.js';
import type { Regression } from './input.js';

/** log 2π */
const LOG_TWO_PI = 1.8378770664093453;

/**
 * Negative log-likelihood of the truth under normal distributions of the predicted means and variances, in nats: the
 * mean over rows and outputs of ½ (log 2π + log v + e² / v). Undefined where no variances are predicted.
 */
export const nll = {
  better: 'lower',
  value({ rows, outputs, errors, variances, weights, total }) {
    if (!variances) return undefined;
    let sum = 0;
    for (let i = 0; i < rows; i++) {
      let ofRow = 0;
      for (let j = 0, k = i * outputs; j < outputs; j++, k++)
        ofRow += 0.5 * (LOG_TWO_PI + log(variances[k]) + (errors[k] * errors[k]) / variances[k]);
      sum += ((weights?.[i] ?? 1) * ofRow) / outputs;
    }
    return sum / total;
  },
} satisfies Metric<Regression>;
