import { weightUnit } from '../../metrics/index.js';

/** Σ s ℓ / Σ s over the rows that have a weight, in their order. */
export function meanLoss(losses: Float64Array, weights: Float64Array | undefined): number {
  const unit = weightUnit(weights);
  let loss = 0;
  let total = 0;
  for (let i = 0; i < losses.length; i++) {
    const s = weights ? weights[i] / unit : 1;
    if (s === 0) continue;
    loss += s * losses[i];
    total += s;
  }
  return loss / total;
}
