import { type NetworksConfig, networkCount } from '../../training/options.js';
import type { EpochRecord, StopReason, TrainingOutcome } from '../../training/records.js';
import type { TrainingState } from '../../training/saved_run.js';

/** State from which training goes on: between restarts, within one, within an epoch. */
export interface TrainState {
  /** State of the restart that was trained last. */
  readonly current: TrainingState;
  readonly finished: readonly TrainingOutcome[];
  /** Weights and statistics of the best restart so far, as `Network.snapshot` has them. */
  readonly winner: Float64Array | null;
  readonly winnerIndex: number;
  /** Weights and statistics of the networks that have ended, in their order, where all are kept. */
  readonly members: readonly Float64Array[];
  readonly history: readonly EpochRecord[];
}

/**
 * Result of training from all initialisations, or on all folds: history, outcome of each, and which are kept.
 */
export interface TrainResult {
  readonly history: readonly EpochRecord[];
  readonly restarts: readonly TrainingOutcome[];
  /** The restart whose weights the network is left with: the best, also where all are kept. */
  readonly winner: TrainingOutcome;
  /**
   * Weights and statistics of the networks that are kept to be averaged, as `Network.snapshot` has them: of those that
   * have ended, and of one that was asked to stop. Absent where the best is kept alone.
   */
  readonly members?: readonly Float64Array[];
  /** Whether training was asked to stop, whichever restart is the best so far: there is more to do. */
  readonly interrupted: boolean;
}

/** Reasons why training ended, the weightiest first, where several networks ended for different ones. */
const reasons: readonly StopReason[] = ['diverged', 'time_limit', 'early_stopping', 'epochs', 'converged'];

/**
 * Reason why training as a whole ended: the restart that is kept may have ended before another was interrupted, and of
 * several that are kept each for a reason of its own.
 */
export function stopReasonOf({ interrupted, winner, restarts, members }: TrainResult): StopReason {
  if (interrupted) return 'interrupted';
  if (!members) return winner.stop_reason;
  return reasons.find((reason) => restarts.some(({ stop_reason }) => stop_reason === reason))!;
}

/** The outcome by which training is judged: of what is kept one that diverged, or else the best. */
export const judgedOutcome = ({ winner, restarts, members }: TrainResult): TrainingOutcome =>
  (members && restarts.find(({ divergence }) => divergence)) ?? winner;

/** Whether a state is that of training which has come to its end. */
export function isFinished({ current }: TrainState, config: NetworksConfig): boolean {
  const { stopReason, restart } = current;
  return stopReason === 'time_limit' || (stopReason !== null && restart === networkCount(config) - 1);
}
