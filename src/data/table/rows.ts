import { isoText } from '../dates/index.js';
import type { Column, Table } from './table.js';

/** Rows of a table, by index, in ascending order. */
export type Rows = Uint32Array;

export function allRows(table: Pick<Table, 'rows'>): Rows {
  const rows = new Uint32Array(table.rows);
  for (let i = 0; i < rows.length; i++) rows[i] = i;
  return rows;
}

export const isMissing = (column: Column, row: number): boolean =>
  column.type === 'category' ? column.codes.at(row) < 0 : Number.isNaN(column.values.at(row));

/** The text of a cell that is not missing; a number as JavaScript prints it, a date as ISO 8601 has it. */
export function textOf(column: Column, row: number): string {
  if (column.type === 'category') return column.categories[column.codes.at(row)];
  const value = column.values.at(row);
  return column.type === 'date' ? isoText(value) : String(value);
}

/** Gives the indices of the rows in which a column is missing. */
export function* missingAmong(column: Column, rows: Rows): Generator<number> {
  if (column.type === 'category') {
    for (const { values, start, from, to } of column.codes.runs(rows))
      for (let i = from; i < to; i++) if (values[rows[i] - start] < 0) yield i;
    return;
  }
  for (const { values, start, from, to } of column.values.runs(rows))
    for (let i = from; i < to; i++) if (Number.isNaN(values[rows[i] - start])) yield i;
}

/** Finds the rows in which none of the columns is missing. */
export function completeRows(table: Table, names: readonly string[], rows = allRows(table)): Rows {
  const isComplete = new Uint8Array(rows.length).fill(1);
  let count = rows.length;
  // column by column: rows are then read in their order
  for (const name of names)
    for (const i of missingAmong(table.columns.get(name)!, rows)) {
      count -= isComplete[i];
      isComplete[i] = 0;
    }
  if (count === rows.length) return rows;
  const complete = new Uint32Array(count);
  for (let i = 0, k = 0; i < rows.length; i++) if (isComplete[i] === 1) complete[k++] = rows[i];
  return complete;
}
