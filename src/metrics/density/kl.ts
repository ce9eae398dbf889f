import type { Metric } from '../metric.js';
import { type Density, weightedMean } from './input.js';

/** Mean divergence KL(q(code | row) ‖ p(code)): what codes tell of rows, in nats at most. */
export const kl = {
  better: 'lower',
  value: ({ divergence, counted }) => weightedMean(divergence, counted),
} satisfies Metric<Density>;
