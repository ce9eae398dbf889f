import type { TrainingConfig } from '../../training/options.js';
import type { StopReason } from '../../training/records.js';
import type { TrainState } from './state.js';

/** Settings that decide when training stops. */
export interface Ends extends Pick<TrainingConfig, 'epochs' | 'early_stopping'> {
  /** Seconds of training. */
  readonly time_limit?: number;
}

/**
 * A state that has stopped or goes on as a config says now: with more epochs, patience or time than when it was saved a
 * training that had come to its end has more to do; with fewer it may have none. `seconds` is what it has taken.
 */
export function reopened(state: TrainState, ends: Ends, seconds: number): TrainState {
  const { stopReason } = state.current;
  if (stopReason === 'converged' || stopReason === 'diverged') return state;
  return { ...state, current: { ...state.current, stopReason: reasonToStop(state, ends, seconds) } };
}

function reasonToStop(
  { current: { stopReason, epoch, improvements } }: TrainState,
  { epochs, early_stopping: stopping, time_limit: limit }: Ends,
  seconds: number,
): StopReason | null {
  if (stopping && epoch > 0 && improvements.waited >= stopping.patience) return 'early_stopping';
  if (epoch >= epochs) return 'epochs';
  return stopReason === 'time_limit' && limit !== undefined && seconds >= limit ? 'time_limit' : null;
}
