import { randomFromState } from '../random.js';
import { nameIn } from './objective/objective.js';
import type { Counters, TrainingRun } from './run.js';
import type { Improvements } from './stopping/improvements.js';
import type { Workspace } from './workspace.js';

/**
 * State of a run: all that it holds besides the data, as plain values. It is saved and restored without a change of a
 * bit.
 */
export interface TrainingState extends Readonly<Counters> {
  readonly restart: number;
  readonly improvements: Readonly<Improvements>;
  readonly shuffleState: readonly number[];
  readonly maskState: readonly number[];
  /** Vectors by name: weights, statistics, those of the optimizer, the best of each so far. */
  readonly vectors: Readonly<Record<string, Float64Array>>;
}

/** Copies all that is needed to go on. In the middle of an epoch its shuffling is done again. */
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
