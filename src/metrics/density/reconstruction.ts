import type { Metric } from '../metric.js';
import { type Density, weightedMean } from './input.js';

/** Mean of −log p(row | code), for one code a row that is drawn from the encoder's distribution. */
export const reconstruction = {
  better: 'lower',
  value: ({ reconstruction: values, counted }) => weightedMean(values, counted),
} satisfies Metric<Density>;
