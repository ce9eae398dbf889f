import type { Metric } from '../metric.js';
import type { Classification } from './input.js';

/** Accuracy: the share of rows whose class was predicted. */
export const accuracy = {
  better: 'higher',
  value({ counts, total }) {
    let hits = 0;
    for (const count of counts.hits) hits += count;
    return hits / total;
  },
} satisfies Metric<Classification>;
