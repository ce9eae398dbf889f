import type { Metric } from '../metric.js';
import { type Density, weightedMean } from './input.js';

/**
 * Mean of log (1/K Σ p(row, code) / q(code | row)) over K codes a row: tighter than the ELBO. Burda, Grosse and
 * Salakhutdinov 2016, equation 8.
 */
export const importanceWeightedBound = {
  better: 'higher',
  value: ({ bound, counted }) => bound && weightedMean(bound, counted),
} satisfies Metric<Density>;
