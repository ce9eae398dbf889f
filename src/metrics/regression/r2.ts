import type { Metric } from '../metric.js';
import { explainedShare, squaresAboutMean } from './explained.js';
import { meanOverOutputs, type Regression } from './input.js';
import { mse } from './mse.js';

/**
 * The coefficient of determination, 1 − Σ error² / Σ (truth − mean)², averaged over the outputs. For a constant truth 1
 * if it is met, else 0. Undefined for fewer than two rows.
 */
export const r2 = {
  better: 'higher',
  value: (input) => (input.rows < 2 ? undefined : meanOverOutputs(input, ofOutput)),
} satisfies Metric<Regression>;

function ofOutput(output: Regression): number {
  const { truth, weights, total } = output;
  return explainedShare(mse.value(output) * total, squaresAboutMean(truth, weights, total));
}
