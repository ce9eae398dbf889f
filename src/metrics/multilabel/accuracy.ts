import type { Metric } from '../metric.js';
import type { Multilabel } from './input.js';

/** Subset accuracy: the share of rows of which every label is right, scikit-learn's accuracy_score. */
export const accuracy = {
  better: 'higher',
  value({ rows, labels, truth, predicted, weights, total }) {
    let sum = 0;
    for (let i = 0; i < rows; i++) {
      let j = 0;
      while (j < labels && truth[i * labels + j] === predicted[i * labels + j]) j++;
      if (j === labels) sum += weights?.[i] ?? 1;
    }
    return sum / total;
  },
} satisfies Metric<Multilabel>;
