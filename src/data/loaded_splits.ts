import { MlpError } from '../errors.js';
import type { Split } from './dataset.js';
import type { RowFolds } from './preprocessing/encodings/index.js';
import { columnTypes, dropColumns, type Preprocessing, targetNames } from './preprocessing/index.js';
import { missingValue } from './preprocessing/missing_errors.js';
import type { Report } from './preprocessing/report.js';
import { refuseAbsent } from './preprocessing/roles.js';
import type { DataConfig } from './schema.js';
import { type Loaded, type LoadOptions, loadTable } from './sources/load.js';
import { encodeParts } from './splits/encode.js';
import { keepClass, type Part, type Parts, splitColumn } from './splits/index.js';
import { firstOdd } from './table/column_errors.js';
import { type RawColumns, rawColumns } from './table/raw_columns.js';
import { completeRows, missingAmong, type Rows } from './table/rows.js';
import type { Table } from './table/table.js';

/** The parts that a network can take, and what they were read from. */
export interface Splits {
  readonly splits: { readonly train: Split } & Readonly<Partial<Record<Part, Split>>>;
  /** The hash of each file's bytes, in hexadecimal. */
  readonly sha256: Readonly<Partial<Record<Part, string>>>;
  /** The columns of each part as they were read; none where they are not to be kept. */
  readonly columns: Readonly<Partial<Record<Part, RawColumns>>>;
}

/**
 * Finds the rows that are complete in the columns `dropped`, targets and features; a missing target that is left then
 * is an error.
 */
export function usableRows(
  loaded: Loaded,
  dropped: ReturnType<typeof dropColumns>,
  targets: readonly string[],
  report: Report,
): Rows {
  const { table } = loaded;
  const answered = completeRows(table, dropped.targets);
  const rows = completeRows(table, dropped.features, answered);
  const odd = rows.length > 0 ? undefined : firstOdd(table, [...dropped.targets, ...dropped.features]);
  if (odd) throw odd;
  report.read(loaded, { answered: answered.length, complete: rows.length, targets: dropped.targets });
  for (const name of targets)
    for (const i of missingAmong(table.columns.get(name)!, rows)) throw missingValue(table, rows[i], name);
  return rows;
}

/** Parts of the data that can have files of their own. */
const otherParts = ['validation', 'test'] as const;

/** Files of a config beside that of the training data, as they were read. */
export type OtherFiles = ReadonlyMap<Part, Loaded>;

/** Options of encoding the parts of a table. */
export interface EncodeSplitsOptions extends LoadingOptions {
  readonly report: Report;
  /** Deals the training rows, for encodings that take statistics of the target. */
  readonly folds: () => RowFolds;
  /** Files that were read before, each part of which is encoded; nothing is used up then. */
  readonly others?: OtherFiles;
  /** Advice that brings a class into the training rows; where it is left out, that of the split. */
  readonly keepClass?: string;
}

type LoadingOptions = Omit<LoadOptions, 'folds'>;

/**
 * Encodes the parts of a table, which uses it up, then those for validation and test that have files of their own:
 * these are read, unless they were before.
 */
export async function encodeSplits(
  config: DataConfig,
  preprocessing: Preprocessing,
  loaded: Loaded,
  divided: Parts,
  { report, folds, others, keepClass: advice = keepClass(config.split), ...options }: EncodeSplitsOptions,
): Promise<Splits> {
  const present = otherParts.filter((part) => (others ? others.has(part) : config[part] !== undefined));
  const twice = present.find((part) => divided[part]);
  if (twice)
    throw new MlpError('config', `data.${twice}: a file, but the split column gives ${twice} rows as well`);
  const { allocate } = options;
  const keepsTable = others !== undefined;
  const keep = (table: Table, present: Parts | Partial<Parts>) =>
    options.keepColumns ? keptColumns(table, config, preprocessing, present) : {};
  let columns = keep(loaded.table, divided);
  let splits = encodeParts(loaded.table, preprocessing, divided, report, {
    ...{ allocate, folds, keepsTable, keepClass: advice },
  }) as { train: Split };
  const sha256: Partial<Record<Part, string>> = { train: loaded.sha256 };
  for (const part of present) {
    const other = others?.get(part) ?? (await readPart(part, config, preprocessing, options));
    const rows = usableRows(other, dropColumns(preprocessing), targetNames(preprocessing), report);
    columns = { ...columns, ...keep(other.table, { [part]: rows }) };
    splits = {
      ...splits,
      ...encodeParts(other.table, preprocessing, { [part]: rows }, report, {
        keepClass: keepClass({ type: 'none' }),
        keepsTable,
      }),
    };
    sha256[part] = other.sha256;
  }
  return { splits, sha256, columns };
}

/** The columns that are inputs, and the one that the split goes by, of each part of a table that has them. */
function keptColumns(
  table: Table,
  { split }: DataConfig,
  preprocessing: Preprocessing,
  present: Partial<Parts>,
): Partial<Record<Part, RawColumns>> {
  const by = splitColumn(split)?.name;
  const names = [
    ...new Set([...columnTypes(preprocessing, false).keys(), ...(by === undefined ? [] : [by])]),
  ];
  return Object.fromEntries(
    Object.entries(present).map(([part, rows]) => [part, rawColumns(table, names, rows!)]),
  );
}

/** Reads the file of a part, its columns as those of a preprocessing are. */
export function readPart(
  part: 'validation' | 'test',
  config: DataConfig,
  preprocessing: Preprocessing,
  options: LoadingOptions,
): Promise<Loaded> {
  const types = columnTypes(preprocessing, true);
  return loadTable(
    config[part]!,
    config,
    (header, _source, place) => refuseAbsent(types, header, place),
    options,
    Number.POSITIVE_INFINITY,
  );
}
