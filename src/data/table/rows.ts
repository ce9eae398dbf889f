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

/** Finds the rows in which none of the columns is missing. */
export const completeRows = (table: Table, columns: readonly string[], rows = allRows(table)): Rows =>
  columns
    .map((name) => table.columns.get(name)!)
    .reduce((complete, column) => complete.filter((row) => !isMissing(column, row)), rows);
