import type { Kernels } from '../kernels/index.js';
import { isRowIndependent } from '../nn/graph/graph.js';
import type { Network } from '../nn/network.js';
import { loadState, type Random, STATE_NUMBERS, shuffle, storeState } from '../random.js';
import type { TrainingConfig } from './options.js';

/** Indices of rows of a split; all rows, in their order, where there are none. */
export type RowIndices = Float64Array | undefined;

/** The rows of a batch, `order[from[0]]` and those that follow; both vectors lie in the backend's memory. */
export interface BatchRows {
  readonly order: Float64Array;
  readonly from: Float64Array;
}

/** Sizes of the batches of an epoch: `count` batches of `size` rows, but for the last, which has `last`. */
export interface BatchSizes {
  readonly size: number;
  readonly count: number;
  readonly last: number;
}

/**
 * Cuts an epoch's rows into batches. What is left after the last whole one is a short batch, but for a single row where
 * a layer of a network takes statistics of its batch: one row has no variance and nothing to learn from, so that it
 * joins the batch before it.
 */
export function batchSizes(
  { batch_size }: Pick<TrainingConfig, 'batch_size'>,
  rows: number,
  ...networks: readonly Pick<Network, 'graph'>[]
): BatchSizes {
  const size = batch_size === 'full' ? rows : Math.min(batch_size, rows);
  const count = Math.ceil(rows / size);
  const last = rows - (count - 1) * size;
  const joins = last === 1 && count > 1 && !networks.every(({ graph }) => isRowIndependent(graph));
  return joins ? { size, count: count - 1, last: size + 1 } : { size, count, last };
}

/** The most rows that a batch has. */
export const largestBatch = ({ size, last }: BatchSizes): number => Math.max(size, last);

/** The rows of an epoch, in the order in which they are taken, cut into batches. */
export class Batches {
  /** Indices of rows, in the backend's memory. */
  readonly order: Float64Array;
  readonly count: number;
  /** State of the generator that shuffles, in the backend's memory. */
  private readonly state: Float64Array;

  constructor(
    private readonly kernels: Kernels,
    rows: number,
    private readonly sizes: BatchSizes,
    /** The rows of the split that are taken, where they are not all. */
    private readonly indices: RowIndices = undefined,
  ) {
    this.order = kernels.allocate(indices?.length ?? rows);
    this.state = kernels.allocate(STATE_NUMBERS);
    this.count = sizes.count;
  }

  /** Puts the rows in the order of a new epoch: a random one, or that of the split where there is no generator. */
  arrange(random: Random | null): void {
    const { kernels, order, state, indices } = this;
    if (indices) order.set(indices);
    else kernels.countUp(order, order.length);
    if (!random) return;
    if (loadState(random, state)) {
      kernels.shuffle(state, order, order.length);
      storeState(random, state);
    } else shuffle(random, order);
  }

  /** The index in `order` of the first row of a batch (from 0). */
  from(batch: number): number {
    return batch * this.sizes.size;
  }

  rowsOf(batch: number): number {
    return batch + 1 < this.count ? this.sizes.size : this.sizes.last;
  }

  /** Number of batches from this one on that have as many rows as it has. */
  alikeFrom(batch: number): number {
    const { count, sizes } = this;
    return sizes.last === sizes.size ? count - batch : Math.max(1, count - 1 - batch);
  }
}
