import { formatRecord } from '../../data/csv/format.js';
import { readFiles } from '../../data/sources/files.js';
import { filesOf } from '../../data/sources/paths.js';
import { isMissing, textOf } from '../../data/table/rows.js';
import type { Value } from '../../model/answers.js';
import type { CrossValidation } from './cross_validate.js';
import type { HeldOut } from './held_out.js';

/** Rows as they stand in their file: the names of the columns, then the fields of each row. */
interface FileColumns {
  readonly header: readonly string[];
  readonly records: readonly (readonly string[])[];
}

/** Predictions of all folds as CSV, and the number of rows of the file that no fold has held out. */
export interface PredictionsText {
  readonly text: string;
  readonly withoutPrediction: number;
}

/**
 * CSV of the predictions by the folds that did not train on a row: a line for each row of the file, in its order, with
 * its columns, its fold (and `repeat`, where there are several: then all rows once for each), and what `mlp predict`
 * prints. Where a row was never held out, these are empty. A name that the file has already gets `cv_` before it.
 */
export async function predictionsText(
  validation: CrossValidation,
  heldOut: readonly HeldOut[],
): Promise<PredictionsText> {
  const { header, records } = await fileColumns(validation);
  const { repeats, folds } = validation.plan;
  const [{ columns }] = heldOut;
  const free = (name: string): string => (header.includes(name) ? free(`cv_${name}`) : name);
  const places = [...(repeats > 1 ? ['repeat'] : []), 'fold'];
  const lines = [formatRecord([...header, ...[...places, ...columns].map(free)])];
  const none = [...places, ...columns].map(() => '');
  let withoutPrediction = 0;
  for (let repeat = 0; repeat < repeats; repeat++) {
    const added = new Map<number, readonly string[]>();
    for (const [i, each] of folds.entries()) {
      if (each.repeat !== repeat || !heldOut[i]) continue;
      const place = repeats > 1 ? [String(repeat), String(each.fold)] : [String(each.fold)];
      for (const [k, row] of each.held.entries())
        added.set(row, [...place, ...valuesOf(columns, heldOut[i], k)]);
    }
    if (repeat === 0) withoutPrediction = records.length - added.size;
    for (const [row, record] of records.entries())
      lines.push(formatRecord([...header.map((_, j) => record[j] ?? ''), ...(added.get(row) ?? none)]));
  }
  return { text: `${lines.join('\n')}\n`, withoutPrediction };
}

/** The answer to a row in the order of `columns`, by their names. */
function valuesOf(columns: readonly string[], { columns: known, answers }: HeldOut, row: number): string[] {
  const text = (value: Value | undefined) => (value === null || value === undefined ? '' : String(value));
  return columns.map((name, j) => text(answers[row][known[j] === name ? j : known.indexOf(name)]));
}

/** Columns of the rows as they stand in their files; of stdin and generators, those that were read, as numbers print. */
async function fileColumns({ rows: { read, config, loading } }: CrossValidation): Promise<FileColumns> {
  const { train } = config.data;
  const names = typeof train === 'string' ? [train] : train;
  if (!Array.isArray(names) || names.includes('-')) return columnsOfTable(read.table);
  const records: string[][] = [];
  let header: readonly string[] = [];
  const { input_format } = config.data;
  for await (const chunk of readFiles(filesOf(names, loading, input_format), config.data)) {
    if (records.length === 0) header = chunk.header;
    // files may have their columns in orders of their own
    const at = header.map((name) => chunk.header.indexOf(name));
    for (let i = 0; i < chunk.rows; i++) {
      const record = chunk.record(i);
      records.push(at.map((j) => record[j] ?? ''));
    }
  }
  return { header, records };
}

function columnsOfTable(table: CrossValidation['rows']['read']['table']): FileColumns {
  const header = table.header.filter((name) => table.columns.has(name));
  const columns = header.map((name) => table.columns.get(name)!);
  return {
    header,
    records: Array.from({ length: table.rows }, (_, row) =>
      columns.map((column) => (isMissing(column, row) ? '' : textOf(column, row))),
    ),
  };
}
