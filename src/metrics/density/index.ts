import type { Metric } from '../metric.js';
import { elbo } from './elbo.js';
import { importanceWeightedBound } from './importance_weighted_bound.js';
import type { Density } from './input.js';
import { kl } from './kl.js';
import { reconstruction } from './reconstruction.js';

export const densityMetrics = {
  elbo,
  importance_weighted_bound: importanceWeightedBound,
  reconstruction,
  kl,
} satisfies Record<string, Metric<Density>>;

export type DensityMetricName = keyof typeof densityMetrics;
