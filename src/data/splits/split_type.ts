import type * as z from '../../zod.js';
import type { WantedType } from '../table/column_builder.js';
import type { Rows } from '../table/rows.js';
import type { Table } from '../table/table.js';

export const parts = ['train', 'validation', 'test'] as const;
export type Part = (typeof parts)[number];
/** The rows of each part, in their order. */
export type Parts = { train: Rows } & Partial<Record<Part, Rows>>;

/** Options of dividing rows beside the config. */
export interface SplitOptions {
  readonly seed: number;
  /** The class of `rows[i]` is `strata[i]`; absent where there are no classes. */
  readonly strata: Int32Array | undefined;
  /** Takes what a user should know of how the rows were divided. */
  note(text: string): void;
}

/** Column that a split goes by. */
export interface SplitColumn {
  readonly name: string;
  /** Type that it is read as where it is no feature; absent where its own settings say, or else its values. */
  readonly type?: WantedType;
  /** Whether it may be a feature as well, where the config names it among `data.features`. */
  readonly mayBeFeature: boolean;
}

/** A way to divide the rows of a table into parts. */
export interface SplitType<Config extends { type: string }> {
  /** Schema of its keys in a config. */
  readonly schema: z.ZodType;
  /** The column that it goes by; absent or undefined where it goes by none. */
  column?(config: Config): SplitColumn | undefined;
  /**
   * Divides the rows; a part that it does not give may come from a file.
   *
   * @throws MlpError `data` where there is no row to train on.
   */
  divide(table: Table, rows: Rows, config: Config, options: SplitOptions): Parts;
}
