import type { Metric } from '../metric.js';
import { explainedShare, squaresAboutMean } from './explained.js';
import { meanOverOutputs, type Regression } from './input.js';

/**
 * Explained variance: 1 − Var(error) / Var(truth), averaged over the outputs: r² of predictions freed of their bias.
 */
export const explainedVariance = {
  better: 'higher',
  value: (input) => meanOverOutputs(input, ofOutput),
} satisfies Metric<Regression>;

function ofOutput({ errors, truth, weights, total }: Regression): number {
  return explainedShare(squaresAboutMean(errors, weights, total), squaresAboutMean(truth, weights, total));
}
