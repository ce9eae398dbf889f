import { MlpError } from '../errors.js';
import { printable } from '../files/excerpt.js';
import { encodeFeatures } from './preprocessing/encode.js';
import { columnTypes, dropColumns, inputs, type Preprocessing, targetNames } from './preprocessing/index.js';
import { refuseAbsent } from './preprocessing/roles.js';
import type { ByteSource } from './sources/bytes.js';
import { csvChunks } from './sources/csv.js';
import { tableOf } from './table/read.js';
import { allRows, completeRows, type Rows } from './table/rows.js';
import type { Table } from './table/table.js';
import { encodeTarget } from './targets/encode.js';
import { encodeWeights } from './targets/weights.js';

/** Rows that arrived together, encoded. */
export interface Chunk {
  readonly rows: number;
  /** Inputs, [rows, inputs]. */
  readonly x: Float64Array;
  /** Targets, [rows, target columns], where they are required; absent for a reconstruction, where they are x. */
  readonly t?: Float64Array;
  readonly weights?: Float64Array;
  /**
   * 1 where a value is missing in a column whose missing values cost the row: its x is 0 and means nothing. Absent
   * where there is no such row. Where targets are required, such rows are not in the chunk at all.
   */
  readonly skipped?: Uint8Array;
  /** The fields of the columns to keep, row by row, as they stand in the file. */
  readonly kept: readonly (readonly string[])[];
  /** The line on which the chunk's first row begins. */
  readonly firstLine: number;
}

/**
 * Encodes data of any length by a model's preprocessing, chunk by chunk as its bytes arrive, in constant memory.
 * Columns are matched by name, others are passed over; without a header they are matched by position, and where targets
 * are ignored their columns may be absent.
 */
export async function* encodeStream(
  source: ByteSource,
  preprocessing: Preprocessing,
  options: {
    target: 'ignore' | 'require';
    keep?: readonly string[];
    /**
     * Reason why columns are wanted, for the message where the data have not all; default: the training data had them.
     */
    origin?: string;
    warn: (message: string) => void;
  },
): AsyncGenerator<Chunk> {
  const withTarget = options.target === 'require';
  const types = columnTypes(preprocessing, withTarget);
  const drop = dropColumns(preprocessing, withTarget);
  const warned = new Set<string>();
  const warnOnce = (key: string, message: string) => {
    if (!warned.has(key)) options.warn(message);
    warned.add(key);
  };
  const nameless = (fields: number) => namesByPosition(preprocessing, fields, withTarget, source.name);
  const tableOptions = {
    name: source.name,
    missing: preprocessing.missing_values,
    limit: Number.POSITIVE_INFINITY,
  };
  let keep: number[] | undefined;
  let total = 0;
  for await (const chunk of csvChunks(source, preprocessing, { nameless })) {
    if (!keep) {
      refuseAbsent(types, chunk.header, source.name, options.origin);
      keep = positions(options.keep ?? [], chunk.header, source.name);
    }
    total += chunk.rows;
    if (chunk.rows === 0) continue;
    const table = tableOf(chunk, types, tableOptions);
    const complete = completeRows(table, drop);
    const rows = withTarget ? complete : allRows(table);
    if (rows.length === 0) continue;
    const fields = keep;
    yield {
      rows: rows.length,
      kept: Array.from(rows, (row) => fields.map((field) => chunk.text(row, field))),
      firstLine: chunk.lines![rows[0]],
      ...(withTarget
        ? encodeAll(table, preprocessing, complete, warnOnce)
        : encodeComplete(table, preprocessing, complete, warnOnce)),
    };
  }
  if (total === 0)
    throw new MlpError('data', `${source.name}: no data: there is a header, but no row below it`);
}

type Warn = Parameters<typeof encodeFeatures>[3];

function encodeAll(table: Table, preprocessing: Preprocessing, rows: Rows, warnOnce: Warn) {
  const { target, weight } = preprocessing;
  return {
    x: encodeFeatures(table, preprocessing, rows, warnOnce),
    ...(target.kind === 'reconstruction' ? {} : { t: encodeTarget(table, target, rows, 'this data') }),
    ...(weight === null ? {} : { weights: encodeWeights(table, weight, rows) }),
  };
}

function encodeComplete(table: Table, preprocessing: Preprocessing, rows: Rows, warnOnce: Warn) {
  const dense = encodeFeatures(table, preprocessing, rows, warnOnce);
  if (rows.length === table.rows) return { x: dense };
  const columns = inputs(preprocessing);
  const x = new Float64Array(table.rows * columns);
  const skipped = new Uint8Array(table.rows).fill(1);
  rows.forEach((row, i) => {
    x.set(dense.subarray(i * columns, (i + 1) * columns), row * columns);
    skipped[row] = 0;
  });
  return { x, skipped };
}

function positions(keep: readonly string[], header: readonly string[], source: string): number[] {
  return keep.map((name) => {
    const position = header.indexOf(name);
    if (position >= 0) return position;
    throw new MlpError(
      'usage',
      `${source}: no column ${JSON.stringify(name)} to keep; it has ${printable(header.join(', '))}`,
    );
  });
}

function namesByPosition(
  preprocessing: Preprocessing,
  fields: number,
  withTarget: boolean,
  source: string,
): readonly string[] {
  const { columns, weight } = preprocessing;
  if (fields === columns.length) return columns;
  const others = new Set([...targetNames(preprocessing), weight]);
  const without = columns.filter((name) => !others.has(name));
  if (!withTarget && fields === without.length) return without;
  throw new MlpError(
    'data',
    `${source}:1: ${fields} fields, expected ${columns.length} as in the training data, which has no header either`,
  );
}
