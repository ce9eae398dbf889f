import type { ReadRows } from '../../../data/read_rows.js';
import type { PartFacts, SplitConfig } from '../../../data/splits/index.js';
import type { Rows } from '../../../data/table/rows.js';

/** Options of dividing rows into folds. */
export interface FoldOptions {
  readonly count: number;
  readonly seed: number;
  /** Whether rows or groups are dealt by chance, and not by their order. */
  readonly shuffle: boolean;
  /** Number of the repetition, from 0. */
  readonly repeat: number;
}

/** Rows that are held out, and those that are trained on then: indices of a table's rows, in ascending order. */
export interface Fold {
  readonly train: Rows;
  readonly held: Rows;
  readonly facts?: PartFacts;
}

/** Folds, and words on how they were made, that follow "5 folds". */
export interface Folds {
  readonly folds: readonly Fold[];
  readonly how: string;
  readonly notes?: readonly string[];
}

/** A way to divide rows into folds. */
export interface FoldScheme {
  /**
   * Divides the rows.
   *
   * @throws MlpError `data` where there are too few rows, groups, times, or rows of a class.
   */
  divide(rows: ReadRows, split: SplitConfig, options: FoldOptions): Folds;
  /** Whether no chance is in it, so that repeating it says nothing. */
  isFixed(shuffle: boolean): boolean;
}

/** Folds by the number of the fold of each row: the others are trained on. */
export function foldsOf(rows: Rows, of: ArrayLike<number>, count: number): Fold[] {
  return Array.from({ length: count }, (_, fold) => ({
    train: rows.filter((_, i) => of[i] !== fold),
    held: rows.filter((_, i) => of[i] === fold),
  }));
}
