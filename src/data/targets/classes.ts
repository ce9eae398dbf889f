import { indexTexts, sortLabels } from '../table/labels.js';
import type { Rows } from '../table/rows.js';
import type { Table } from '../table/table.js';

/** Lists the classes that occur in the rows, in order. */
export function classNames(table: Table, name: string, rows: Rows): string[] {
  const column = table.columns.get(name)!;
  const classes = new Set<string>();
  if (column.type === 'category') {
    const occurs = new Uint8Array(column.categories.length);
    for (let i = 0; i < rows.length; i++) {
      const code = column.codes.at(rows[i]);
      if (code >= 0) occurs[code] = 1;
    }
    column.categories.forEach((category, code) => {
      if (occurs[code]) classes.add(category);
    });
  } else {
    const values = new Set<number>();
    for (let i = 0; i < rows.length; i++) values.add(column.values.at(rows[i]));
    for (const value of values) if (!Number.isNaN(value)) classes.add(String(value));
  }
  return sortLabels(classes);
}

/** Finds the index of each row's class among `classes`; −1 where it is none of them or missing. */
export function classIndices(table: Table, name: string, rows: Rows, classes: readonly string[]): Int32Array {
  const column = table.columns.get(name)!;
  const result = new Int32Array(rows.length);
  if (column.type === 'category') {
    const indices = indexTexts(column.categories, classes);
    for (let i = 0; i < rows.length; i++) {
      const code = column.codes.at(rows[i]);
      result[i] = code < 0 ? -1 : indices[code];
    }
    return result;
  }
  const indices = new Map(classes.map((label, i) => [label, i]));
  const known = new Map<number, number>();
  for (let i = 0; i < rows.length; i++) {
    const value = column.values.at(rows[i]);
    let index = known.get(value);
    if (index === undefined) {
      index = indices.get(String(value)) ?? -1;
      known.set(value, index);
    }
    result[i] = index;
  }
  return result;
}
