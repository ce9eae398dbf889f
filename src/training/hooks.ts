import type { EpochRecord } from './records.js';
import type { TrainingRun } from './run.js';

/** Reason to end training before its last epoch. */
export type Stop = 'interrupted' | 'time_limit';

/** Hooks that are called while training goes on. */
export interface StepHooks {
  /**
   * The most steps between two calls of the others, asked for before each; where it is left out, as many as take some
   * 0.1 ms.
   */
  readonly stepsAtOnce?: number | (() => number);
  readonly checkpointEvery?: number;
  /** Called after every few steps; a promise is waited for. */
  onSteps?(run: TrainingRun): Promise<void> | undefined;
  onEpoch?(record: EpochRecord): void;
  /** Called every `checkpointEvery` epochs, when training is interrupted, and when it ends. */
  onCheckpoint?(run: TrainingRun): void;
  /** Returns a reason to end training, or null. Called after every few steps. */
  stop?(): Stop | null;
}
