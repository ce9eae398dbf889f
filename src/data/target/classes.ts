import { sortLabels } from '../decimal.js';
import { indexTexts } from '../encode.js';
import { isMissing, type Rows, textOf } from '../rows.js';
import type { Table } from '../table.js';

/** The class names among the rows, in order. */
export function classNames(table: Table, name: string, rows: Rows): string[] {
  const column = table.columns.get(name)!;
  const classes = new Set<string>();
  if (column.type === 'category') {
    const occurs = new Uint8Array(column.categories.length);
    for (let i = 0; i < rows.length; i++) if (column.codes[rows[i]] >= 0) occurs[column.codes[rows[i]]] = 1;
    column.categories.forEach((category, code) => {
      if (occurs[code]) classes.add(category);
    });
  } else for (const row of rows) if (!isMissing(column, row)) classes.add(textOf(column, row));
  return sortLabels(classes);
}

/** For each row the index of its class among `classes`; −1 where it is none of them or missing. */
export function classIndices(table: Table, name: string, rows: Rows, classes: readonly string[]): Int32Array {
  const column = table.columns.get(name)!;
  const result = new Int32Array(rows.length);
  if (column.type === 'category') {
    const indices = indexTexts(column.categories, classes);
    for (let i = 0; i < rows.length; i++) {
      const code = column.codes[rows[i]];
      result[i] = code < 0 ? -1 : indices[code];
    }
    return result;
  }
  const indices = new Map(classes.map((label, i) => [label, i]));
  for (let i = 0; i < rows.length; i++) result[i] = indices.get(String(column.values[rows[i]])) ?? -1;
  return result;
}
