import type { TrainingOutcome } from '../records.js';
import type { TrainingRun } from '../run.js';
import type { Workspace } from '../workspace.js';
import { allFinite } from './divergence.js';

/** Leaves the networks with the weights that a run which has stopped is judged by: the best, or the last good ones. */
export function conclude({ objective, best, lastGood }: Workspace, run: TrainingRun): TrainingOutcome {
  const { improvements, divergence, latest, epoch, restart } = run;
  const isRestored = best !== null && improvements.bestEpoch > 0;
  if (isRestored) best.restore();
  else if (!allFinite(objective)) lastGood.restore();
  const lastEpoch = divergence ? divergence.epoch - 1 : epoch;
  return {
    restart,
    value: isRestored ? improvements.best : latest,
    best_epoch: isRestored ? improvements.bestEpoch : lastEpoch,
    epochs: epoch,
    stop_reason: run.stopReason!,
    ...(divergence && { divergence }),
  };
}
