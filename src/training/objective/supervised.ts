import type { Split } from '../../data/dataset.js';
import { type Kernels, Vector } from '../../kernels/index.js';
import { RowSums } from '../../nn/graph/row_sums.js';
import type { BatchPart } from '../../nn/graph/shards.js';
import type { Pass } from '../../nn/layers/index.js';
import type { Network } from '../../nn/network.js';
import type { BatchRows } from '../batches.js';
import type { StepMemory } from '../optimizer/step_memory.js';
import { fillBatch } from './fill_batch.js';
import type { Objective, Part } from './objective.js';

/**
 * The mean loss Σ s ℓ / rows of a network's outputs against the targets of a split, and its penalties. Weights s have
 * a mean of 1 over the split, not over the batch: a row counts as much in whatever batch it is, and the batch size
 * does not change what is minimized.
 */
export class Supervised implements Objective, Part {
  readonly name = '';
  readonly isShared = true;
  readonly parts: readonly Part[] = [this];
  readonly kernels: Kernels;
  readonly loss: Float64Array;

  private readonly total: Float64Array;
  private readonly batch: BatchRows;
  /** The weights of all rows, in the backend's memory; null where all are 1. */
  private readonly weights: Float64Array | null;
  /** 1 / rows for each row of the batch: the scale of its loss where all weights are 1. */
  private readonly share: Float64Array;
  private readonly sums: RowSums;
  /** x and t in the backend's memory; null where there is no room for them. Copied when all else has been claimed. */
  private data: Pick<Split, 'x' | 't'> | null | undefined;

  /** `weights` are those of all rows of the split: see rowWeights. `order` holds the rows of the batches. */
  constructor(
    readonly network: Network,
    private readonly split: Split,
    weights: Float64Array | null,
    order: Float64Array,
    { from, sum, total }: StepMemory,
  ) {
    const { kernels } = network.layout;
    this.kernels = kernels;
    this.batch = { order, from };
    this.loss = sum;
    this.total = total;
    const { scale } = network;
    this.weights = weights && kernels.allocate(weights.length);
    this.weights?.set(weights!);
    this.share = weights ? kernels.allocate(scale.length) : scale;
    const claim = (length: (rows: number) => number) => ({
      vector: new Vector(kernels.allocate(length(scale.length))),
    });
    this.sums = new RowSums(kernels, [1], claim);
  }

  /** Prepares for batches of another size. */
  prepare(rows: number): void {
    if (this.total[0] === rows) return;
    this.share.fill(1 / rows, 0, rows);
    this.total[0] = rows;
  }

  load(all: number, part: BatchPart | null = null): void {
    const { network, kernels, split, batch } = this;
    const { x, t, inputs, outputs } = network;
    const { from } = batch;
    const rows = part?.count ?? all;
    const order = batch.order.subarray(part?.from ?? 0);
    if (this.data === undefined) this.data = toBackend(kernels, split);
    const { data } = this;
    if (data === null) {
      kernels.runInJs([order, from], [x, t], () => fillBatch(network, split, order, from[0], rows));
      return;
    }
    kernels.gather(data.x, order, from, x, rows, inputs);
    if (split.t.length < split.rows * outputs) kernels.gatherOneHot(data.t, order, from, t, rows, outputs);
    else kernels.gather(data.t, order, from, t, rows, outputs);
  }

  /** Computes the gradient; a batch without weight has that of the penalties alone. */
  gradient(all: number, pass: Pass): void {
    const { network, kernels, weights, share, batch, loss, sums } = this;
    const { part = null } = pass;
    const { from } = batch;
    const rows = part?.count ?? all;
    const order = batch.order.subarray(part?.from ?? 0);
    const { scale } = network;
    if (weights) {
      kernels.gather(weights, order, from, scale, rows, 1);
      kernels.multiply(scale, share, scale, rows);
    }
    network.forward(rows, pass);
    const losses = network.trainingLosses(rows);
    sums.addUp([new Vector(loss)], rows, part, (first, count, [sum]) =>
      kernels.weightedSum(losses.subarray(first), weights, order.subarray(first), from, sum, count),
    );
    network.backward(scale, rows, pass);
    network.addPenaltyGradients();
  }

  /** Does nothing, as the loss of the only part is the sum already. */
  sum(): void {}
}

function toBackend(kernels: Kernels, { x, t }: Split): Pick<Split, 'x' | 't'> | null {
  const backendX = kernels.toBackendMemory(x);
  const backendT = t === x ? backendX : kernels.toBackendMemory(t);
  return backendX && backendT && { x: backendX, t: backendT };
}
