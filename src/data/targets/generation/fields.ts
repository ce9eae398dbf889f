import { type Field, fieldColumns, type GivenField } from '../../../nn/likelihood/index.js';
import type { GenerationTarget } from '../target.js';
import { type GeneratedColumn, levelCount } from './column.js';

/** The distribution that a network gives of a column's values; null of a column that is always the same. */
export function distributionOf(column: GeneratedColumn): Field | null {
  if (column.kind === 'category') {
    const levels = levelCount(column);
    return levels < 2 ? null : { kind: 'category', levels };
  }
  const { spread, floor, mayMiss } = column;
  return { kind: 'number', spread, floor, mayMiss };
}

/** The field of a column by what a network gives of numbers; null of a column that is always the same. */
function fieldOf(column: GeneratedColumn, gives: GenerationTarget['gives']): GivenField | null {
  const distribution = distributionOf(column);
  if (gives !== 'values' || distribution?.kind !== 'number') return distribution;
  return { kind: 'value', mayMiss: distribution.mayMiss };
}

/** The fields of a generator's columns, without those that are always the same. */
export const fieldsOf = ({ columns, gives }: GenerationTarget): GivenField[] =>
  columns.flatMap((column) => fieldOf(column, gives) ?? []);

/** A column with its field, and the first of its columns of t and of y. */
export interface PlacedColumn {
  readonly column: GeneratedColumn;
  readonly field: GivenField | null;
  readonly at: number;
}

/** Columns side by side as t and y have them. */
export function placed({ columns, gives }: GenerationTarget): PlacedColumn[] {
  let next = 0;
  return columns.map((column) => {
    const field = fieldOf(column, gives);
    const at = next;
    next += field ? fieldColumns(field) : 0;
    return { column, field, at };
  });
}
