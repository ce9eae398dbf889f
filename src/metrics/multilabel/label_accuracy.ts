import type { Metric } from '../metric.js';
import type { Multilabel } from './input.js';

/** Label accuracy: the share of labels, over all rows, that are right: 1 − the Hamming loss. */
export const labelAccuracy = {
  better: 'higher',
  value({ rows, labels, truth, predicted, weights, total }) {
    let sum = 0;
    for (let i = 0, k = 0; i < rows; i++) {
      for (let j = 0; j < labels; j++, k++) if (truth[k] === predicted[k]) sum += weights?.[i] ?? 1;
    }
    return sum / total / labels;
  },
} satisfies Metric<Multilabel>;
