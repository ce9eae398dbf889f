import type { MetricName } from '../metrics/index.js';

/** Record of one epoch: a line of metrics.jsonl. Epochs count from 1 here. */
export interface EpochRecord {
  readonly restart: number;
  readonly epoch: number;
  readonly step: number;
  readonly learning_rate: number;
  /** Seconds of training until then, where a clock is given. */
  readonly seconds?: number;
  /**
   * The loss is the mean over the rows of the epoch as their batches were met, each row times its weight: what
   * training minimizes but for `penalty`, that of l1 and l2 at the end.
   */
  readonly train: { loss: number; penalty?: number };
  readonly validation?: { loss: number } & Partial<Record<MetricName, number>>;
  readonly loss_weights?: LossWeights;
}

/** Keys of the config that weigh the rows in the losses of each part, where there are any. */
export interface LossWeights {
  readonly train: readonly string[];
  readonly validation?: readonly string[];
}

/** Reason why a run of training ended. */
export type StopReason =
  | 'epochs'
  | 'early_stopping'
  | 'converged'
  | 'time_limit'
  | 'diverged'
  | 'interrupted';

/**
 * Position at which training came to a number that is not finite (epochs and steps from 1), with the layer in which it
 * overflowed, for the user.
 */
export interface Divergence {
  readonly epoch: number;
  readonly step: number;
  readonly layer: string;
  /** Numbers that overflowed; outputs and loss are those of a batch. */
  readonly what: 'weights' | 'outputs' | 'loss';
}

/** Outcome of a run of training from one initialisation. */
export interface TrainingOutcome {
  readonly restart: number;
  /**
   * The monitored metric at the weights that were kept, and the epoch (from 1, or 0 for the initial ones) they are
   * of.
   */
  readonly value: number | null;
  readonly best_epoch: number;
  readonly epochs: number;
  readonly stop_reason: StopReason;
  readonly divergence?: Divergence;
}
