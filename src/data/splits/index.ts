import * as z from '../../zod.js';
import type { Rows } from '../table/rows.js';
import type { Table } from '../table/table.js';
import { withCalibration } from './calibration.js';
import { column } from './column.js';
import { dealFolds } from './deal_folds.js';
import { type Folds, refuseFewRows } from './folds.js';
import { group } from './group.js';
import { none } from './none.js';
import { random } from './random.js';
import type { Division, FoldOptions, Part, SplitColumn, SplitType } from './split_type.js';
import { time } from './time.js';

/** All ways to divide the rows of a table. */
const splitTypes = { random, group, time, column, none } satisfies Record<string, SplitType<never>>;

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
): Division => withCalibration(typeOf(config), table, rows, config, { seed, strata });

/** Divides training rows into folds, in the way of the split. `strata[i]` is the class of `rows[i]`. */
export function divideFolds(table: Table, rows: Rows, config: SplitConfig, options: FoldOptions): Folds {
  const { count } = options;
  refuseFewRows(table.name, rows.length, count);
  const { fold } = typeOf(config);
  return { count, ...(fold ? fold(table, rows, config, options) : dealFolds(rows.length, options)) };
}

/** The column that a split goes by; undefined where it goes by none. */
export const splitColumn = (config: SplitConfig): SplitColumn | undefined => typeOf(config).column?.(config);

/** Advice that brings a class into the training rows that only the other parts have. */
export const keepClass = (config: SplitConfig): string => typeOf(config).keepClass(config);

/** Advice, after "train it with", that sets calibration rows aside and leaves the other parts as they are. */
export const calibrate = (config: SplitConfig): string => typeOf(config).calibrate(config);

/** The fraction of the rows that a split sets aside for a part by its config; 0 where that has none. */
export const fractionOf = (config: Readonly<Record<string, unknown>>, part: Part): number =>
  Number(config[part] ?? 0);

export { type Folds, foldSizes, foldsText, refuseFewRows, rowsOfFold } from './folds.js';
export { type SplitInfo, splitInfo, splitText } from './info.js';
export {
  type Division,
  type MeasuredPart,
  measuredParts,
  type Part,
  type PartFacts,
  type Parts,
  parts,
} from './split_type.js';
