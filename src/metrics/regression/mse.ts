import type { Metric } from '../metric.js';
import type { Regression } from './input.js';

/** Mean squared error, over rows and outputs. */
export const mse = {
  better: 'lower',
  unit: 'squared target',
  value({ rows, outputs, errors, weights, total }) {
    let sum = 0;
    for (let i = 0, k = 0; i < rows; i++) {
      for (let j = 0; j < outputs; j++, k++) sum += (weights?.[i] ?? 1) * errors[k] * errors[k];
    }
    return sum / total / outputs;
  },
} satisfies Metric<Regression>;
