import type { Metric } from '../metric.js';
import type { Regression } from './input.js';

/** Largest magnitude of an error, over all outputs and all rows that have a weight, whatever it is. */
export const maxError = {
  better: 'lower',
  unit: 'target',
  value({ errors }) {
    let largest = 0;
    for (let k = 0; k < errors.length; k++) largest = Math.max(largest, Math.abs(errors[k]));
    return largest;
  },
} satisfies Metric<Regression>;
