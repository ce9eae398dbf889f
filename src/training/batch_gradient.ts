import type { Split } from '../data/dataset.js';
import type { Pass } from '../nn/layers/index.js';
import type { Network } from '../nn/network.js';
import { fillBatch } from './batch.js';

/** Rows of the training split: order[from … from + rows). */
export interface Batch {
  readonly order: Uint32Array;
  from: number;
  rows: number;
}

/** The gradient of the mean loss Σ s ℓ / Σ s of a batch, penalties included: forward, loss, backward. */
export class BatchGradient {
  /** Σ s ℓ and Σ s of the latest batch, without penalties. */
  sum = 0;
  total = 0;

  /** `weights` are those of the rows of the split, s; null where all are 1. */
  constructor(
    private readonly network: Network,
    private readonly split: Split,
    private readonly weights: Float64Array | null,
  ) {}

  /** Fills network.g. A batch without weight has the gradient of the penalties alone. */
  evaluate({ order, from, rows }: Batch, pass: Pass): void {
    const { network, weights } = this;
    const { scale } = network;
    fillBatch(network, this.split, order, from, rows);
    network.forward(rows, pass);
    const losses = network.losses(rows);
    let total = 0;
    for (let i = 0; i < rows; i++) {
      scale[i] = weights === null ? 1 : weights[order[from + i]];
      total += scale[i];
    }
    let sum = 0;
    for (let i = 0; i < rows; i++) {
      if (scale[i] > 0) sum += scale[i] * losses[i];
      if (total > 0) scale[i] /= total;
    }
    this.sum = sum;
    this.total = total;
    network.backward(scale, rows, pass);
    network.addPenaltyGradients();
  }
}
