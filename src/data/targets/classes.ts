import { indexTexts, joinCases, type Merged, sortLabels } from '../table/labels.js';
import type { Rows } from '../table/rows.js';
import type { Table } from '../table/table.js';

/** The classes that occur in the rows, in order, and those that are one though they differ in case. */
export function classNames(
  table: Table,
  name: string,
  rows: Rows,
): { readonly classes: string[]; readonly merged: readonly Merged[] } {
  const column = table.columns.get(name)!;
  if (column.type === 'category') {
    const counts = new Float64Array(column.categories.length);
    for (const { values: codes, start, from, to } of column.codes.runs(rows))
      for (let i = from; i < to; i++) {
        const code = codes[rows[i] - start];
        if (code >= 0) counts[code]++;
      }
    const present = column.categories.flatMap((text, code): [string, number][] =>
      counts[code] > 0 ? [[text, counts[code]]] : [],
    );
    const joined = joinCases(new Map(present), 'labels');
    return { classes: sortLabels(joined.counts.keys()), merged: joined.merged };
  }
  const values = new Set<number>();
  for (let i = 0; i < rows.length; i++) values.add(column.values.at(rows[i]));
  const present = [...values].filter((value) => !Number.isNaN(value));
  return { classes: sortLabels(present.map(String)), merged: [] };
}

/** Finds the index of each row's class among `classes`, into `result`; −1 where it is none of them or missing. */
export function classIndices<A extends Int32Array | Float64Array>(
  table: Table,
  name: string,
  rows: Rows,
  classes: readonly string[],
  result: A,
): A {
  const column = table.columns.get(name)!;
  if (column.type === 'category') {
    const indices = indexTexts(column.categories, classes, 'labels');
    for (const { values: codes, start, from, to } of column.codes.runs(rows))
      for (let i = from; i < to; i++) {
        const code = codes[rows[i] - start];
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
