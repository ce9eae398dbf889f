import { MlpError } from '../../errors.js';
import { type Allocate, allocateHere } from '../allocate.js';
import type { Split } from '../dataset.js';
import { encodeLast } from '../preprocessing/encode.js';
import { missingValue } from '../preprocessing/filled.js';
import { columnTypes, dropColumns, inputs, type Preprocessing, targetNames } from '../preprocessing/index.js';
import type { Report } from '../preprocessing/report.js';
import { refuseAbsent } from '../preprocessing/roles.js';
import type { DataConfig } from '../schema.js';
import { type Loaded, type LoadOptions, load } from '../sources/index.js';
import { completeRows, isMissing, type Rows } from '../table/rows.js';
import type { Table } from '../table/table.js';
import { encodeTarget } from '../targets/encode.js';
import { encodeWeights, refuseWeightless } from '../targets/weights.js';
import { type Part, type Parts, parts } from './index.js';

export interface Splits {
  readonly splits: { readonly train: Split } & Readonly<Partial<Record<Part, Split>>>;
  /** Of each file's bytes, in hexadecimal. */
  readonly sha256: Readonly<Partial<Record<Part, string>>>;
}

/** The rows that are complete in the columns `dropped`; a missing target that is left then is an error. */
export function usableRows(
  loaded: Loaded,
  dropped: readonly string[],
  targets: readonly string[],
  report: Report,
): Rows {
  const { table } = loaded;
  const rows = completeRows(table, dropped);
  report.read(loaded, rows);
  for (const name of targets) {
    const column = table.columns.get(name)!;
    for (let i = 0; i < rows.length; i++)
      if (isMissing(column, rows[i])) throw missingValue(table, rows[i], name);
  }
  return rows;
}

/** Encodes all parts, which uses up the table; reads the files for validation and test before, if there are any. */
export async function encodeSplits(
  config: DataConfig,
  preprocessing: Preprocessing,
  loaded: Loaded,
  divided: Parts,
  options: LoadOptions,
  report: Report,
): Promise<Splits> {
  const files = (['validation', 'test'] as const).filter((part) => config[part] !== undefined);
  const twice = files.find((part) => divided[part]);
  if (twice)
    throw new MlpError('config', `data.${twice}: a file, but the split column gives ${twice} rows as well`);
  const { allocate } = options;
  let splits = encodeParts(loaded.table, preprocessing, divided, report, allocate) as { train: Split };
  const sha256: Partial<Record<Part, string>> = { train: loaded.sha256 };
  for (const part of files) {
    const types = columnTypes(preprocessing, true);
    const other = await load(
      config[part]!,
      config,
      (header, source) => refuseAbsent(types, header, source),
      options,
      Number.POSITIVE_INFINITY,
    );
    const rows = usableRows(other, dropColumns(preprocessing, true), targetNames(preprocessing), report);
    splits = { ...splits, ...encodeParts(other.table, preprocessing, { [part]: rows }, report) };
    sha256[part] = other.sha256;
  }
  return { splits, sha256 };
}

/**
 * Some of a table's rows as the network takes them, part by part; x comes last, as it uses up the table. What is trained on lies
 * where `allocateTraining` puts it.
 */
function encodeParts(
  table: Table,
  preprocessing: Preprocessing,
  divided: Partial<Record<Part, Rows>>,
  { warnOnce }: Report,
  allocateTraining: Allocate = allocateHere,
): Partial<Record<Part, Split>> {
  const { target, weight } = preprocessing;
  const present = parts.flatMap((part) => {
    const rows = divided[part];
    const allocate = part === 'train' ? allocateTraining : allocateHere;
    return rows ? [{ part, rows, allocate, where: `the ${part} split` }] : [];
  });
  const answers = present.map(({ rows, allocate, where }) => {
    const t =
      target.kind === 'reconstruction' ? undefined : encodeTarget(table, target, rows, where, allocate);
    if (weight === null) return { t };
    const weights = encodeWeights(table, weight, rows);
    refuseWeightless(weights, table, weight, where);
    return { t, weights };
  });
  const columns = inputs(preprocessing);
  const encoded = present.map(({ rows, allocate }) => ({ rows, x: allocate(rows.length * columns) }));
  encodeLast(table, preprocessing, encoded, warnOnce);
  return Object.fromEntries(
    present.map(({ part, rows }, i) => {
      const { x } = encoded[i];
      const { t = x, ...weights } = answers[i];
      return [part, { rows: rows.length, x, t, ...weights }];
    }),
  );
}
