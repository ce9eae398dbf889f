import { integerBelow, type Random } from '../../random.js';
import type { SampleTable } from './table.js';

/**
 * Rows whose columns are independent of each other: each cell is that of a row drawn by itself, with replacement. What
 * a generator has to beat.
 */
export function independentMarginals(table: SampleTable, rows: number, rng: Random): SampleTable {
  const draw = <T extends Float64Array | Int32Array>(to: T, from: T): T => {
    for (let i = 0; i < rows; i++) to[i] = from[integerBelow(rng, table.rows)];
    return to;
  };
  return {
    rows,
    columns: table.columns.map((column) =>
      column.type === 'number'
        ? { ...column, values: draw(new Float64Array(rows), column.values) }
        : { ...column, codes: draw(new Int32Array(rows), column.codes) },
    ),
  };
}
