import * as z from '../../zod.js';
import type { WantedType } from '../table/column_builder.js';
import type { Rows } from '../table/rows.js';
import type { Table } from '../table/table.js';
import { column } from './column.js';
import { none } from './none.js';
import { random } from './random.js';
import type { Part, Parts, SplitType } from './split_type.js';

/** All ways to divide the rows of a table. */
export const splitTypes = { random, column, none } satisfies Record<string, SplitType<never>>;

type Schema = (typeof splitTypes)[keyof typeof splitTypes]['schema'];

/** The `split` of a config's `data` section. */
export const splitSchema = z.discriminatedUnion(
  'type',
  Object.values(splitTypes).map(({ schema }) => schema) as unknown as [Schema, ...Schema[]],
);
export type SplitConfig = z.infer<typeof splitSchema>;

const typeOf = ({ type }: SplitConfig): SplitType<SplitConfig> => splitTypes[type];

/** Divides rows into parts, each in the order of the file. `strata[i]` is the class of `rows[i]`. */
export const divide = (
  table: Table,
  rows: Rows,
  config: SplitConfig,
  seed: number,
  strata: Int32Array | undefined,
): Parts => typeOf(config).divide(table, rows, config, { seed, strata });

/** The column that a split goes by, and what that is read as; undefined where it goes by none. */
export const splitColumn = (
  config: SplitConfig,
): { readonly name: string; readonly type: WantedType } | undefined => typeOf(config).column?.(config);

/** The fraction of the rows that a split sets aside for a part by its config; 0 where that has none. */
export const fractionOf = (config: Readonly<Record<string, unknown>>, part: Part): number =>
  Number(config[part] ?? 0);

export { type Part, type Parts, parts } from './split_type.js';
