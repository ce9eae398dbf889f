import type { Kernels } from '../kernels/index.js';
import { type Random, shuffle } from '../random.js';

/** Indices of rows of a split; all rows, in their order, where there are none. */
export type RowIndices = Float64Array | undefined;

/** The rows of a batch, `order[from[0]]` and those that follow; both vectors lie in the backend's memory. */
export interface BatchRows {
  readonly order: Float64Array;
  readonly from: Float64Array;
}

/** The rows of an epoch, in the order in which they are taken, cut into batches of `size`; the last may be shorter. */
export class Batches {
  /** Indices of rows, in the backend's memory. */
  readonly order: Float64Array;
  readonly count: number;

  constructor(
    kernels: Kernels,
    rows: number,
    private readonly size: number,
    /** The rows of the split that are taken, where they are not all. */
    private readonly indices: RowIndices = undefined,
  ) {
    this.order = kernels.allocate(indices?.length ?? rows);
    this.count = Math.ceil(this.order.length / size);
  }

  /** Puts the rows in the order of a new epoch: a random one, or that of the split where there is no generator. */
  arrange(random: Random | null): void {
    const { order, indices } = this;
    if (indices) order.set(indices);
    else for (let i = 0; i < order.length; i++) order[i] = i;
    if (random) shuffle(random, order);
  }

  /** The index in `order` of the first row of a batch (from 0). */
  from(batch: number): number {
    return batch * this.size;
  }

  rowsOf(batch: number): number {
    return Math.min(this.size, this.order.length - this.from(batch));
  }

  /** Number of batches from this one on that have as many rows as it has. */
  alikeFrom(batch: number): number {
    return Math.floor((this.order.length - this.from(batch)) / this.rowsOf(batch));
  }
}
