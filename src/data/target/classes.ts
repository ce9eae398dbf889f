import { sortLabels } from '../decimal.js';
import { indexTexts } from '../encode.js';
import { isMissing, type Rows, textOf } from '../rows.js';
import type { Table } from '../table.js';

/** The class names among the rows, in order. */
export function classNames(table: Table, name: string, rows: Rows): string[] {
  const column = table.columns.get(name)!;
  const classes = new Set<string>();
  for (const row of rows) if (!isMissing(column, row)) classes.add(textOf(column, row));
  return sortLabels(classes);
}

/** For each row the index of its class among `classes`; −1 where it is none of them or missing. */
export function classIndices(table: Table, name: string, rows: Rows, classes: readonly string[]): Int32Array {
  const column = table.columns.get(name)!;
  if (column.type === 'category') {
    const indices = indexTexts(column.categories, classes);
    return Int32Array.from(rows, (row) => (column.codes[row] < 0 ? -1 : indices[column.codes[row]]));
  }
  const indices = new Map(classes.map((label, i) => [label, i]));
  return Int32Array.from(rows, (row) => indices.get(String(column.values[row])) ?? -1);
}
