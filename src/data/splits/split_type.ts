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
}

/** A way to divide the rows of a table into parts. */
export interface SplitType<Config extends { type: string }> {
  /** Schema of its keys in a config. */
  readonly schema: z.ZodType;
  /** The column that it goes by, and what that is read as; absent where it goes by none. */
  column?(config: Config): { readonly name: string; readonly type: WantedType };
  /**
   * Divides the rows; a part that it does not give may come from a file.
   *
   * @throws MlpError `data` where there is no row to train on.
   */
  divide(table: Table, rows: Rows, config: Config, options: SplitOptions): Parts;
}
