import { weightUnit } from '../../metrics/index.js';

/** Mean loss Σ s ℓ / Σ s over the rows that have a weight, as they come. */
export class MeanLoss {
  private readonly unit: number;
  private loss = 0;
  private total = 0;

  /** `weights` are those of all rows; all 1 where they are left out. */
  constructor(private readonly weights: Float64Array | undefined) {
    this.unit = weightUnit(weights);
  }

  add(row: number, loss: number): void {
    const s = this.weights ? this.weights[row] / this.unit : 1;
    if (s === 0) return;
    this.loss += s * loss;
    this.total += s;
  }

  get value(): number {
    return this.loss / this.total;
  }
}

/** Σ s ℓ / Σ s over the rows that have a weight, in their order. */
export function meanLoss(losses: Float64Array, weights: Float64Array | undefined): number {
  const mean = new MeanLoss(weights);
  for (let i = 0; i < losses.length; i++) mean.add(i, losses[i]);
  return mean.value;
}
