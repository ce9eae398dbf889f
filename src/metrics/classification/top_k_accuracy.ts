import type { Metric } from '../metric.js';
import type { Classification } from './input.js';

/**
 * Top-k accuracy: the share of rows whose true class is among the k most probable; of equally probable classes the
 * higher index comes first, as in scikit-learn. Undefined for k classes or fewer, where it could only be 1.
 */
export const topKAccuracy = (k: number) =>
  ({
    better: 'higher',
    value({ rows, classes, probability, truth, weights, total }) {
      if (k >= classes) return undefined;
      let sum = 0;
      for (let i = 0; i < rows; i++) {
        const p = probability(i, truth[i]);
        let before = 0;
        for (let j = 0; j < classes; j++) {
          const other = probability(i, j);
          if (other > p || (other === p && j > truth[i])) before++;
        }
        if (before < k) sum += weights?.[i] ?? 1;
      }
      return sum / total;
    },
  }) satisfies Metric<Classification>;
