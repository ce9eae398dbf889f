import type { Inputs } from '../nn/encoders/index.js';
import type { Outputs } from '../nn/likelihood/index.js';
import type { TrainConfig } from '../training/build_network.js';
import type { RowSplit, TrainingData } from '../training/data.js';
import type { Stop } from '../training/hooks.js';
import type { EpochRecord, TrainingOutcome } from '../training/records.js';
import type { Seed } from '../training/run.js';
import type { TrainingState } from '../training/saved_run.js';

/** A network to be trained. Restarts are jobs with other seeds, folds have other rows, trials other configs. */
export interface Job {
  readonly config: TrainConfig;
  /** Inputs of the network; a number stands for so many columns of x. */
  readonly inputs: Inputs;
  /** Columns of y, and of a generator the distributions that they are parameters of. */
  readonly outputs: number | Outputs;
  /** Data that the job trains on; jobs may share them. */
  readonly data: TrainingData;
  /** Rows of the data that are trained and measured on; all, by its splits, where they are left out. */
  readonly rows?: RowSplit;
  /** Seed of the random numbers, which stands in for that of the config. */
  readonly seed: Seed;
  /** State of an interrupted training; training starts from the initial values where it is left out. */
  readonly state?: TrainingState;
}

/** Called in the order of jobs, and within a job of its epochs, whatever ran at the same time. `job` is an index. */
export interface JobCallbacks {
  onEpoch?(job: number, record: EpochRecord): void;
  /**
   * Called every `checkpointEvery` epochs of a job, when it is interrupted, and when it ends. The callback may keep the
   * state.
   */
  onCheckpoint?(job: number, state: TrainingState): void;
  /**
   * Called when a job has ended; the last call for it. `weights` gives the weights and running statistics that it ended
   * with, as `Network.snapshot` has them, in the array it is given or in another.
   */
  onEnd?(job: number, outcome: TrainingOutcome, weights: (copy?: Float64Array) => Float64Array): void;
}

/** Options of running jobs. */
export interface JobControl {
  /** Called after every few steps: lets signals and a progress bar be served. A promise is waited for. */
  pause?(): Promise<void> | undefined;
  /** The most steps before `pause` and `stop` are called again; where it is left out, as many as take some 0.1 ms. */
  readonly stepsAtOnce?: number | (() => number);
  /** Returns a reason to end all jobs, or null. Called after every few steps, or every few milliseconds. */
  stop?(): Stop | null;
  readonly checkpointEvery?: number;
  /** Seconds of training so far: goes into the records and nowhere else. */
  seconds?(): number;
}

/** Whether two jobs can use one network and workspace, one after the other. */
export const isAlike = (a: Job, b: Job): boolean =>
  a.config === b.config && a.data === b.data && a.rows === b.rows;
