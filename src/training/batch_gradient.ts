import type { Split } from '../data/dataset.js';
import type { Kernels } from '../kernels/index.js';
import type { Pass } from '../nn/layers/index.js';
import type { Network } from '../nn/network.js';
import { COEFFICIENTS } from '../nn/optimizers/index.js';
import { fillBatch } from './batch.js';

/**
 * The gradient of the mean loss Σ s ℓ / Σ s of a batch, penalties included: gather, forward, loss, backward. What is
 * new in each step lies in `input`: the place in `order` of the batch's first row, then the optimizer's coefficients.
 */
export class BatchGradient {
  /** Indices of the split's rows, in the order in which they are taken. */
  readonly order: Float64Array;
  readonly input: Float64Array;
  /** Σ s ℓ, without penalties, and Σ s of the latest batch. */
  readonly output: Float64Array;

  private readonly kernels: Kernels;
  private readonly from: Float64Array;
  private readonly sum: Float64Array;
  private readonly total: Float64Array;
  /** The split, in the memory of the kernels; null where there is no room for it. Copied when all else has been claimed. */
  private own: Pick<Split, 'x' | 't'> | null | undefined;
  private readonly weights: Float64Array | null;

  /** `weights` are those of the rows of the split, s; null where all are 1. */
  constructor(
    private readonly network: Network,
    private readonly split: Split,
    weights: Float64Array | null,
  ) {
    const { kernels } = network.layout;
    this.kernels = kernels;
    this.order = kernels.allocate(split.rows);
    this.input = kernels.allocate(1 + COEFFICIENTS);
    this.output = kernels.allocate(2);
    this.from = this.input.subarray(0, 1);
    this.sum = this.output.subarray(0, 1);
    this.total = this.output.subarray(1);
    this.weights = weights && kernels.allocate(weights.length);
    if (weights) this.weights!.set(weights);
  }

  /** To be called before batches of another size: without weights of their own, all rows of a batch weigh the same. */
  prepare(rows: number): void {
    if (this.weights !== null || this.total[0] === rows) return;
    this.network.scale.fill(1 / rows, 0, rows);
    this.total[0] = rows;
  }

  /**
   * Fills network.g and `output`; may be recorded, to be run when `prepare` has been. A batch without weight has the gradient of the penalties alone.
   * A `pass` that is recorded has to stay the same object.
   */
  evaluate(rows: number, pass: Pass): void {
    const { network, kernels, weights, order, from, sum, total } = this;
    const { scale } = network;
    if (weights) kernels.meanScale(weights, order, from, scale, total, rows);
    this.gather(rows);
    network.forward(rows, pass);
    kernels.weightedSum(network.losses(rows), weights, order, from, sum, rows);
    network.backward(scale, rows, pass);
    network.addPenaltyGradients();
  }

  private gather(rows: number): void {
    const { network, kernels, split, order, from } = this;
    const { x, t, inputs, outputs } = network;
    if (this.own === undefined) this.own = ownRows(kernels, split);
    const { own } = this;
    if (own === null) {
      kernels.runInJs([order, from], [x, t], () => fillBatch(network, split, order, from[0], rows));
      return;
    }
    kernels.gather(own.x, order, from, x, rows, inputs);
    if (split.t.length < split.rows * outputs) kernels.gatherOneHot(own.t, order, from, t, rows, outputs);
    else kernels.gather(own.t, order, from, t, rows, outputs);
  }
}

function ownRows(kernels: Kernels, { x, t }: Split): Pick<Split, 'x' | 't'> | null {
  const ownX = kernels.toBackendMemory(x);
  const ownT = t === x ? ownX : kernels.toBackendMemory(t);
  return ownX && ownT && { x: ownX, t: ownT };
}
