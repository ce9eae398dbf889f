import type { Random } from '../../random.js';
import type { Batches } from '../batches.js';

/** Progress of training when steps are taken. */
export interface StepPosition {
  /** Epochs completed, batches of the current one taken, and steps in all. */
  readonly epoch: number;
  readonly batch: number;
  readonly step: number;
  /** The generator of masks and noise. */
  readonly masks: Random;
}

/** Steps of training, with all that is kept from one to the next. The memory is allocated once. */
export interface Steps {
  /**
   * Σ s ℓ and Σ s of each of the latest steps, in pairs. Where Σ s ℓ is not finite, the loss overflowed, and the step
   * left the weights alone.
   */
  readonly sums: Float64Array;
  /** The learning rate of each of the latest steps; that of the first part where parts differ. */
  readonly learningRates: Float64Array;
  /** Whether there is nothing left to gain. */
  readonly converged: boolean;
  /** The most steps with batches of so many rows that are taken in one call. */
  atOnce(rows: number): number;
  /**
   * Takes `count` steps, with the batches from `position.batch` on, which have the same number of rows. Returns how
   * many it took: after a sum that is not finite, no more.
   */
  take(position: StepPosition, batches: Batches, count: number): number;
  /** Takes the loss at the end of `epoch` (from 0) into account. */
  observe(loss: number, epoch: number): void;
  /** Forgets all that earlier steps have left: another run of training begins. */
  reset(): void;
  /** Every vector that steps change besides the weights, under the name a checkpoint has for it. */
  vectors(): Record<string, Float64Array>;
}
