import type { Column, Table } from './table.js';

/** Rows of a table, by index. */
export type Rows = Uint32Array;

export function allRows(table: Table): Rows {
  const rows = new Uint32Array(table.rows);
  for (let i = 0; i < rows.length; i++) rows[i] = i;
  return rows;
}

export const isMissing = (column: Column, row: number): boolean =>
  column.type === 'number' ? Number.isNaN(column.values[row]) : column.codes[row] < 0;

/** The text of a cell that is not missing; a number as JavaScript prints it. */
export const textOf = (column: Column, row: number): string =>
  column.type === 'number' ? String(column.values[row]) : column.categories[column.codes[row]];

/** The rows in which none of the columns is missing. */
export function completeRows(table: Table, columns: readonly string[], rows = allRows(table)): Rows {
  const found = columns.map((name) => table.columns.get(name)!);
  if (found.length === 0) return rows;
  return rows.filter((row) => !found.some((column) => isMissing(column, row)));
}
