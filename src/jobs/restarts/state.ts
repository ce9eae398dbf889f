import type { EpochRecord, TrainingOutcome } from '../../training/records.js';
import type { TrainingState } from '../../training/saved_run.js';

/** State from which training goes on: between restarts, within one, within an epoch. */
export interface TrainState {
  /** State of the restart that was trained last. */
  readonly current: TrainingState;
  readonly finished: readonly TrainingOutcome[];
  /** Weights and statistics of the best restart so far, as `Network.snapshot` has them. */
  readonly winner: Float64Array | null;
  readonly winnerIndex: number;
  readonly history: readonly EpochRecord[];
}

/** Result of training from all initialisations: history, outcome of each restart, and which one is kept. */
export interface TrainResult {
  readonly history: readonly EpochRecord[];
  readonly restarts: readonly TrainingOutcome[];
  /** The restart whose weights the network is left with. */
  readonly winner: TrainingOutcome;
  /** Whether training was asked to stop, whichever restart is the best so far: there is more to do. */
  readonly interrupted: boolean;
}

/** Whether a state is that of training which has come to its end. */
export function isFinished({ current }: TrainState, restarts: number): boolean {
  const { stopReason, restart } = current;
  return stopReason === 'time_limit' || (stopReason !== null && restart === restarts - 1);
}
