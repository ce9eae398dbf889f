import type { Network } from '../nn/network.js';
import { type Random, random } from '../random.js';
import { networksOf } from './objective/objective.js';
import type { Divergence, StopReason } from './records.js';
import { type Improvements, noImprovements } from './stopping/improvements.js';
import type { Workspace } from './workspace.js';

/** Seed of all randomness of a run: runs with the same value and another `restart` have sequences of their own. */
export interface Seed {
  readonly value: number;
  readonly restart: number;
}

/** Counters and sums of a run. */
export interface Counters {
  /** Epochs completed, steps taken, and batches of the current epoch done. */
  epoch: number;
  step: number;
  batch: number;
  /** Σ s ℓ and Σ s of the epoch so far, and the latest step's learning rate. */
  lossSum: number;
  weightSum: number;
  learningRate: number;
  /** The monitored metric after the latest epoch. */
  latest: number | null;
  /** Reason why training has stopped; null where there is something left to do. */
  stopReason: StopReason | null;
  divergence: Divergence | null;
}

/**
 * A run of training from one initialisation: where it stands. The loop moves it on; weights and moments are in its
 * workspace.
 */
export interface TrainingRun extends Counters {
  readonly restart: number;
  readonly improvements: Improvements;
  readonly shuffling: Random;
  /** State of `shuffling` at the start of the epoch. */
  shuffledFrom: readonly number[];
  readonly masks: Random;
}

/** Begins a run, which ends the one before in this workspace: gives the networks their initial values. */
export function beginRun(
  workspace: Workspace,
  { value, restart }: Seed,
  initialize?: (network: Network, restart: number) => void,
): TrainingRun {
  const weights = random(value, 'weights', restart);
  for (const { network } of networksOf(workspace.objective)) {
    network.initialize(weights);
    initialize?.(network, restart);
  }
  workspace.steps.reset();
  workspace.lastGood.keep();
  workspace.best?.keep();
  return {
    restart,
    ...{ epoch: 0, step: 0, batch: 0, lossSum: 0, weightSum: 0, learningRate: 0 },
    ...{ latest: null, stopReason: null, divergence: null },
    improvements: noImprovements(),
    shuffling: random(value, 'shuffle', restart),
    shuffledFrom: [],
    masks: random(value, 'masks', restart),
  };
}
