import type { Split } from '../../data/dataset.js';
import type { GaussianConfig } from '../../nn/gaussian/index.js';
import { minusLogNormal } from '../../nn/likelihood/index.js';
import { meanLoss } from '../measuring/mean_loss.js';
import { targetColumn } from './target_column.js';

/** Variances of the targets about constants, by the weights of the rows; none below the least that the head can give. */
export const constantVariances = (
  split: Split,
  means: Float64Array,
  { epsilon, initial_variance: start }: GaussianConfig,
): Float64Array =>
  means.map((mean, j) => {
    const squares = targetColumn(split, j, means.length).map((t) => (t - mean) * (t - mean));
    return Math.max(meanLoss(squares, split.weights), epsilon * start[j]);
  });

/** Mean loss of the same normal distribution for every row, Σ s ℓ / Σ s; undefined where squares overflow. */
export function normalLoss(split: Split, means: Float64Array, variances: Float64Array): number | undefined {
  const { rows, t, weights } = split;
  const k = means.length;
  const losses = Float64Array.from({ length: rows }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < k; j++) sum += minusLogNormal(means[j], variances[j], t[i * k + j]);
    return sum / k;
  });
  const loss = meanLoss(losses, weights);
  return Number.isFinite(loss) ? loss : undefined;
}
