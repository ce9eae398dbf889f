import type { Kernels } from '../../kernels/index.js';
import { type BatchPart, batchPart } from '../../nn/graph/shards.js';
import type { Pass } from '../../nn/layers/index.js';
import type { Network } from '../../nn/network.js';

/**
 * Objective that training minimizes: gives the gradients for a batch. Supervised learning has one network and one loss;
 * two networks with a loss each (an encoder and a decoder, a generator and a discriminator) are two parts, each with an
 * optimizer.
 */
export interface Objective {
  readonly kernels: Kernels;
  /**
   * Networks and losses that are stepped one after the other with each batch: the second sees the weights that the
   * first has after its update.
   */
  readonly parts: readonly Part[];
  /** Whether ranks share a batch: each then has a part of it. */
  readonly isShared?: true;
  /** Network that has those of all parts in it, where one does. */
  readonly whole?: Network;
  /** Called before steps of an epoch, counted from 0, outside of what is recorded, where what is minimized changes. */
  beginEpoch?(epoch: number): void;
  /** Called before steps with batches of so many rows, outside of what is recorded. */
  prepare(rows: number): void;
  /**
   * Gathers the batch for all parts, by the `BatchRows` that the objective was built with. Recorded as a part of the
   * step, so it may do nothing but call kernels.
   */
  load(rows: number, part?: BatchPart | null): void;
  /**
   * Leaves in the step's memory Σ s ℓ of the batch, all parts together and without penalties, and Σ s. Recorded after
   * the last part. The sum has to be not finite where the loss of a part is not: training ends there.
   */
  sum(rows: number): void;
}

/** A network, and the gradient of the loss that it is trained by. */
export interface Part {
  /** Prefix of the part's vectors in a checkpoint; '' where there is one part. */
  readonly name: string;
  readonly network: Network;
  /** One number, the loss of the latest batch: Σ s ℓ, say. Where it is not finite, the weights are left alone. */
  readonly loss: Float64Array;
  /**
   * Fills network.g for the batch, penalties included, and `loss`. Recorded as a part of the step, so it may do
   * nothing but call kernels; `pass` stays the same object.
   */
  gradient(rows: number, pass: Pass): void;
}

/** Part that this process computes of a batch of so many rows; null where it computes all. */
export const partOf = ({ isShared, kernels }: Objective, rows: number): BatchPart | null =>
  isShared ? batchPart(rows, kernels.ranks) : null;

/** Σ l1·‖W‖₁ + l2/2·‖W‖² over all networks. */
export const penalty = ({ parts }: Objective): number =>
  parts.reduce((sum, { network }) => sum + network.penalty(), 0);

/** The name that a checkpoint or a message has for something of a part. */
export const nameIn = ({ name: part }: Pick<Part, 'name'>, name: string): string =>
  part === '' ? name : `${part}.${name}`;

/** The networks of an objective as they are initialized and kept, with names: one that has all, or each part's. */
export const networksOf = ({
  whole,
  parts,
}: Objective): readonly { readonly name: string; readonly network: Network }[] =>
  whole ? [{ name: '', network: whole }] : parts;
