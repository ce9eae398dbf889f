import { nameIn, type Objective } from '../objective/objective.js';
import type { TrainingRun } from '../run.js';
import type { KeptWeights } from './kept_weights.js';

export const allFinite = ({ parts }: Objective): boolean => parts.every(({ network }) => network.isFinite());

/**
 * Ends a run in `epoch` (from 1), in which a number came up that is not finite, and goes back to the last weights
 * that were good.
 */
export function diverge(objective: Objective, run: TrainingRun, lastGood: KeptWeights, epoch: number): void {
  const { parts } = objective;
  const part =
    parts.find(({ network }) => !network.isFinite()) ??
    parts.find(({ loss }) => !Number.isFinite(loss[0])) ??
    parts[0];
  run.stopReason = 'diverged';
  const { network } = part;
  const what = !network.isFinite() ? 'weights' : network.y.every(Number.isFinite) ? 'loss' : 'outputs';
  run.divergence = { epoch, step: run.step, layer: nameIn(part, network.firstNotFinite()), what };
  lastGood.restore();
}
