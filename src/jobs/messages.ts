import type { BackendName } from '../kernels/index.js';
import type { Stop } from '../training/hooks.js';
import type { EpochRecord, TrainingOutcome } from '../training/records.js';
import type { TrainingState } from '../training/saved_run.js';
import type { Job } from './job.js';

/** Data that a worker is started with. */
export interface WorkerData {
  /** All jobs without their states. Data lie in memory that all threads share, once for all jobs that have them. */
  readonly jobs: readonly Job[];
  /** Backend that computes; the default for a network of its size where it is left out. */
  readonly backend?: BackendName;
  /** Index in `stops` of the reason to end training: one number, shared with the workers. */
  readonly stop: Int32Array<SharedArrayBuffer>;
  readonly stepsAtOnce?: number;
  readonly checkpointEvery?: number;
  /** Whether anybody wants the states of checkpoints. */
  readonly wantsStates: boolean;
}

export const stops: readonly (Stop | null)[] = [null, 'interrupted', 'time_limit'];

/** A job that a worker is to run next. */
export interface Order {
  readonly job: number;
  /** The job itself, without its state, where it is not one of those that the worker was started with. */
  readonly added?: Job;
  readonly state?: TrainingState;
  /** Epochs after which the job is interrupted, with a checkpoint. */
  readonly until?: number;
  /** Epochs whose records go together: a message costs some 10 µs, and an epoch may be less. */
  readonly epochsAtOnce: number;
}

/** Report of a worker on a job. `end` is the last; then it waits for its next order. */
export type Message = { readonly job: number } & (
  | { readonly kind: 'epochs'; readonly records: readonly EpochRecord[] }
  | { readonly kind: 'checkpoint'; readonly state: TrainingState }
  | { readonly kind: 'end'; readonly outcome: TrainingOutcome; readonly weights: Float64Array }
);
