import type { Split } from '../../data/dataset.js';
import type { GenerationTarget } from '../../data/preprocessing/index.js';
import {
  type GeneratedColumn,
  type GeneratedValue,
  valueReader,
} from '../../data/targets/generation/index.js';
import type { SampleColumn, SampleTable } from '../../metrics/generation/index.js';

/** Table of typed columns of rows that a generator gives, or was given. */
export function sampleTable(
  columns: readonly GeneratedColumn[],
  rows: readonly (readonly GeneratedValue[])[],
): SampleTable {
  const column = ({ kind, name, ...rest }: GeneratedColumn, j: number): SampleColumn => {
    if (kind !== 'category')
      return { type: 'number', name, values: Float64Array.from(rows, (row) => Number(row[j] ?? Number.NaN)) };
    const { values, rare = [] } = rest as { values: readonly (string | number)[]; rare?: readonly string[] };
    const categories = [...values.map(String), ...rare];
    const codeOf = new Map(categories.map((text, code) => [text, code]));
    const codes = Int32Array.from(rows, (row) => (row[j] === null ? -1 : codeOf.get(String(row[j]))!));
    return { type: 'category', name, codes, categories };
  };
  return { rows: rows.length, columns: columns.map(column) };
}

/** Values of the rows of splits, as a generator is to give them. */
export function observedRows(target: GenerationTarget, splits: readonly Split[]): GeneratedValue[][] {
  const { observed } = valueReader(target);
  return splits.flatMap(({ rows, t }) => {
    const width = t.length / rows;
    return Array.from({ length: rows }, (_, i) => observed(t, i * width));
  });
}
