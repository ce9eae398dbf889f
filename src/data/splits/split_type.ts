import type * as z from '../../zod.js';
import type { Rows } from '../table/rows.js';
import type { Table, WantedType } from '../table/table.js';

export const parts = ['train', 'validation', 'test', 'calibration'] as const;
export type Part = (typeof parts)[number];
/** Parts whose metrics are shown; calibration rows are for intervals alone. */
export const measuredParts = ['train', 'validation', 'test'] as const;
export type MeasuredPart = (typeof measuredParts)[number];
/** The rows of each part, in their order. */
export type Parts = { train: Rows } & Partial<Record<Part, Rows>>;

/** Facts on a part beside its rows. */
export interface PartFacts {
  /** Number of groups: different values of the column whose rows stay together. */
  readonly groups?: number;
  /** The least and the greatest value of the column that puts rows in order. */
  readonly from?: string;
  readonly to?: string;
}

/** Rows that were divided, and what there is to say of that. */
export interface Division {
  readonly parts: Parts;
  /** Words on how they were divided, that follow "split". */
  readonly how: string;
  readonly facts?: Readonly<Partial<Record<Part, PartFacts>>>;
  /** Notes on what was decided for the user. */
  readonly notes?: readonly string[];
}

/** Options of dividing rows beside the config. */
export interface SplitOptions {
  readonly seed: number;
  /** Sequence of the random numbers: divisions by different ones know nothing of each other; 0 where left out. */
  readonly sequence?: number;
  /** The class of `rows[i]` is `strata[i]`; absent where there are no classes. */
  readonly strata: Int32Array | undefined;
}

/** Options of dividing rows into folds beside the config. */
export interface FoldOptions extends SplitOptions {
  /** Number of folds. */
  readonly count: number;
}

/** Rows that were divided into folds, and what there is to say of that. */
export interface Folding {
  /** Fold of each row, from 0 on. */
  readonly of: Uint8Array;
  /** Words on how they were divided, that follow "5 folds". */
  readonly how: string;
  /** Facts on each fold, where it has any beside its rows. */
  readonly facts?: readonly PartFacts[];
  /** Notes on what that means. */
  readonly notes?: readonly string[];
}

/** Column that a split goes by. */
export interface SplitColumn {
  readonly name: string;
  readonly type: WantedType;
  /** Whether it can be a feature too, where `data.features` names it. */
  readonly canBeFeature: boolean;
}

/** A way to divide the rows of a table into parts. */
export interface SplitType<Config extends { type: string }> {
  /** Schema of its keys in a config. */
  readonly schema: z.ZodType;
  /** The column that it goes by; absent where it goes by none. */
  column?(config: Config): SplitColumn | undefined;
  /**
   * Divides the rows; a part that it does not give may come from a file.
   *
   * @throws MlpError `data` where there is no row to train on.
   */
  divide(table: Table, rows: Rows, config: Config, options: SplitOptions): Division;
  /**
   * Divides training rows into folds, none of them empty, as it divides rows into parts; by chance where it is left
   * out.
   *
   * @throws MlpError `data` where that cannot be.
   */
  fold?(table: Table, rows: Rows, config: Config, options: FoldOptions): Folding;
  /** Advice that brings a class into the training rows that only the other parts have. */
  keepClass(config: Config): string;
  /** Advice, after "train it with", that sets calibration rows aside and leaves the other parts as they are. */
  calibrate(config: Config): string;
}
