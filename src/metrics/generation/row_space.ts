import { deviation, meanOf, present } from './moments.js';
import type { SampleColumn, SampleTable } from './table.js';

/**
 * Rows as points, in which the squared distance of two rows is Σ over columns of: ((a − b) / σ)² of numbers, with σ of
 * the rows that the space is fitted to; 1 for different categories, else 0. A missing number is one at the mean, with 1
 * to all that are there; a missing category is one of its own.
 */
export interface RowSpace {
  readonly columns: number;
  /** Points of a table's rows, [rows, columns]. */
  encode(table: SampleTable): Float64Array;
}

/** √½: two rows of different categories differ by it in two columns. */
const HALF = Math.sqrt(0.5);

/** Space of the rows of a table, without the columns of these names. Tables that it encodes share its categories. */
export function rowSpace(fitted: SampleTable, without: ReadonlySet<string> = new Set()): RowSpace {
  const parts = fitted.columns.map((column) => (without.has(column.name) ? null : partOf(column)));
  const columns = parts.reduce((sum, part) => sum + (part?.columns ?? 0), 0);
  return {
    columns,
    encode({ rows, columns: given }) {
      const points = new Float64Array(rows * columns);
      let from = 0;
      parts.forEach((part, j) => {
        if (part === null) return;
        for (let i = 0; i < rows; i++) part.put(given[j], i, points, i * columns + from);
        from += part.columns;
      });
      return points;
    },
  };
}

interface ColumnPart {
  readonly columns: number;
  put(column: SampleColumn, row: number, points: Float64Array, at: number): void;
}

function partOf(column: SampleColumn): ColumnPart {
  if (column.type === 'category')
    return {
      columns: column.categories.length + 1,
      put(given, row, points, at) {
        if (given.type === 'category') points[at + given.codes[row] + 1] = HALF;
      },
    };
  const there = present(column.values);
  const mean = meanOf(there);
  const spread = deviation(there) || 1;
  return {
    columns: 2,
    put(given, row, points, at) {
      if (given.type !== 'number') return;
      const value = given.values[row];
      if (Number.isNaN(value)) points[at + 1] = 1;
      else points[at] = (value - mean) / spread;
    },
  };
}
