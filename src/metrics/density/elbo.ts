import type { Metric } from '../metric.js';
import type { Density } from './input.js';
import { kl } from './kl.js';
import { reconstruction } from './reconstruction.js';

/**
 * Evidence lower bound, a bound of the mean of log p(row) from below: −(reconstruction + kl), whatever β training had.
 * Kingma and Welling 2014, equation 3.
 */
export const elbo = {
  better: 'higher',
  value: (input) => -(reconstruction.value(input) + kl.value(input)),
} satisfies Metric<Density>;
