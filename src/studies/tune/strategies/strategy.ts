import type { Random } from '../../../random.js';
import type { Space, Values } from '../space/space.js';

/** Result of a trial, as strategies see it. */
export interface Observation {
  readonly trial: number;
  readonly values: Values;
  /** The metric, or its negative where higher is better: lower is better, ∞ where it failed. */
  readonly score: number;
  /** Epochs by which it was judged, as a rung: a higher one is better evidence. */
  readonly rung: number;
}

/** A way to choose the values of the next trial. Its name is its key in the registry. */
export interface Strategy {
  readonly summary: string;
  /** Whether a trial is proposed by the results of others. */
  readonly adapts: boolean;
  /** Number of different trials that there are; ∞ where there is no end. */
  trials(space: Space): number;
  /** Proposes the values of a trial, by the results that it may see and random numbers of its own. */
  propose(space: Space, trial: number, seen: readonly Observation[], random: Random): Values;
}
