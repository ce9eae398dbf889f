import { pickRows } from '../data/table/raw_columns.js';
import { selectRows } from '../training/measuring/select_rows.js';
import type { ExplainedRows } from './explained_rows.js';

/** Takes at most so many of some rows, evenly spaced among all; the very rows where there are no more. */
export function thinnedRows(rows: ExplainedRows, most: number): ExplainedRows {
  const { split, columns, groups, lines } = rows;
  if (split.rows <= most) return rows;
  const taken = Float64Array.from({ length: most }, (_, i) => Math.floor((i * split.rows) / most));
  const pick = (values: ArrayLike<number>) => Array.from(taken, (row) => values[row]);
  return {
    ...rows,
    name: `${most} of the ${split.rows} rows of ${rows.name}`,
    split: selectRows(split, taken),
    columns: new Map([...columns].map(([name, column]) => [name, pickRows(column, taken)])),
    ...(groups && { groups: Int32Array.from(pick(groups)) }),
    ...(lines && { lines: Uint32Array.from(pick(lines)) }),
    predict: (x) => rows.predict(x, taken),
  };
}
