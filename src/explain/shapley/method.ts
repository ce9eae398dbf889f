import type { RowGame } from './game.js';

/** Options of computing Shapley values. */
export interface ShapleyOptions {
  readonly seed: number;
  /** Outputs whose standard errors decide when sampling has done enough. */
  readonly outputs: readonly number[];
  /** Greatest standard error of a sampled value, by output. */
  readonly tolerances: Float64Array;
}

/** Shapley values of one row. */
export interface ShapleyValues {
  /** Contributions, [columns, outputs]; they add up to the prediction minus the average. */
  readonly contributions: Float64Array;
  /** Standard errors of sampled contributions, [columns, outputs]; absent where they are exact. */
  readonly errors?: Float64Array;
  /** Rounds of sampling. */
  readonly rounds?: number;
  /** Whether sampling ended before the errors were small enough. */
  readonly isUnfinished?: boolean;
}

/** A way to compute Shapley values. */
export type ShapleyMethod = (row: RowGame, options: ShapleyOptions) => ShapleyValues;
