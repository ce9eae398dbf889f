import type { Network } from '../nn/network.js';
import { type Random, random, randomFromState } from '../random.js';
import { nameIn } from './objective/objective.js';
import type { Divergence, StopReason } from './records.js';
import { type Improvements, noImprovements } from './stopping/improvements.js';
import type { Workspace } from './workspace.js';

/** Where all randomness of a run starts: runs with the same value and another `restart` have sequences of their own. */
export interface Seed {
  readonly value: number;
  readonly restart: number;
}

interface Counters {
  /** Epochs completed, steps taken, batches of the current epoch done. */
  epoch: number;
  step: number;
  batch: number;
  /** Σ s ℓ and Σ s of the epoch so far, and the latest step's learning rate. */
  lossSum: number;
  weightSum: number;
  learningRate: number;
  /** The monitored metric after the latest epoch. */
  latest: number | null;
  /** null where there is something left to do. */
  stopReason: StopReason | null;
  divergence: Divergence | null;
}

/** A run of training from one initialisation: where it stands. The loop moves it on; weights and moments are in its workspace. */
export interface TrainingRun extends Counters {
  readonly restart: number;
  readonly improvements: Improvements;
  readonly shuffling: Random;
  /** Where `shuffling` was at the start of the epoch. */
  shuffledFrom: readonly number[];
  readonly masks: Random;
}

/** Everything that a run holds besides the data, as plain values: saved and restored without a change of a bit. */
export interface TrainingState extends Readonly<Counters> {
  readonly restart: number;
  readonly improvements: Readonly<Improvements>;
  readonly shuffleState: readonly number[];
  readonly maskState: readonly number[];
  /** Vectors by name: weights, statistics, those of the optimizer, the best of each so far. */
  readonly vectors: Readonly<Record<string, Float64Array>>;
}

/** Begins a run, which ends the one before in this workspace: gives the networks their initial values. */
export function beginRun(
  workspace: Workspace,
  { value, restart }: Seed,
  initialize?: (network: Network) => void,
): TrainingRun {
  const weights = random(value, 'weights', restart);
  for (const { network } of workspace.objective.parts) {
    network.initialize(weights);
    initialize?.(network);
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

/** A copy of all that is needed to go on. In the middle of an epoch its shuffling is done again. */
export function saveRun(workspace: Workspace, run: TrainingRun): TrainingState {
  const { shuffling, shuffledFrom, masks, improvements, ...counters } = run;
  const vectors = Object.entries(vectorsOf(workspace)).map(([name, vector]) => [name, vector.slice()]);
  return {
    ...counters,
    improvements: { ...improvements },
    shuffleState: run.batch === 0 ? shuffling.getState() : shuffledFrom,
    maskState: masks.getState(),
    vectors: Object.fromEntries(vectors),
  };
}

/** Goes on where `state` was saved, to the same bits; this ends the run before in this workspace. */
export function resumeRun(workspace: Workspace, state: TrainingState): TrainingRun {
  const { shuffleState, maskState, improvements, vectors, ...counters } = state;
  const shuffling = randomFromState(shuffleState);
  workspace.steps.reset();
  for (const [name, vector] of Object.entries(vectorsOf(workspace))) vector.set(vectors[name]);
  if (state.batch > 0) workspace.batches.arrange(workspace.config.training.shuffle ? shuffling : null);
  return {
    ...counters,
    improvements: { ...improvements },
    shuffling,
    shuffledFrom: shuffleState,
    masks: randomFromState(maskState),
  };
}

/** Every vector that training changes, under the name a checkpoint has for it. */
function vectorsOf({ objective, steps, lastGood, best }: Workspace): Record<string, Float64Array> {
  const tensors = objective.parts.flatMap((part) => [
    [nameIn(part, 'weights'), part.network.w] as const,
    ...part.network.layout.statistics.map(({ name, view }) => [nameIn(part, name), view] as const),
  ]);
  return {
    ...Object.fromEntries(tensors),
    ...steps.vectors(),
    ...lastGood.vectors('last_good'),
    ...best?.vectors('best'),
  };
}
