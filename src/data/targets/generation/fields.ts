import { type Field, fieldColumns } from '../../../nn/likelihood/index.js';
import { type GeneratedColumn, levelCount } from './column.js';

/** The distribution that a network gives of a column's values; null of a column that is always the same. */
export function fieldOf(column: GeneratedColumn): Field | null {
  if (column.kind === 'category') {
    const levels = levelCount(column);
    return levels < 2 ? null : { kind: 'category', levels };
  }
  const { spread, floor, mayMiss } = column;
  return { kind: 'number', spread, floor, mayMiss };
}

/** The distributions of columns, without those that are always the same. */
export const fieldsOf = (columns: readonly GeneratedColumn[]): Field[] =>
  columns.flatMap((column) => fieldOf(column) ?? []);

/** A column with its field, and the first of its columns of t and of y. */
export interface PlacedColumn {
  readonly column: GeneratedColumn;
  readonly field: Field | null;
  readonly at: number;
}

/** Columns side by side as t and y have them. */
export function placed(columns: readonly GeneratedColumn[]): PlacedColumn[] {
  let next = 0;
  return columns.map((column) => {
    const field = fieldOf(column);
    const at = next;
    next += field ? fieldColumns(field) : 0;
    return { column, field, at };
  });
}
