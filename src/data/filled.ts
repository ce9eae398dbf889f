import { MlpError } from '../errors.js';
import { printable } from '../files/excerpt.js';
import type { MissingNumber } from './imputers/index.js';
import type { Rows } from './rows.js';
import { at, type NumberColumn, type Table } from './table.js';

/** A number column's values in these rows, the missing ones filled; at the beginning of `into`, of which as many are returned. */
export function filled(
  table: Table,
  { name, missing }: { name: string; missing: MissingNumber },
  rows: Rows,
  into = new Float64Array(rows.length),
): Float64Array {
  const { values } = table.columns.get(name) as NumberColumn;
  const result = into.subarray(0, rows.length);
  values.gather(rows, result);
  for (let i = 0; i < rows.length; i++) {
    if (!Number.isNaN(result[i])) continue;
    if (missing.action === 'fill') result[i] = missing.value;
    else throw missingValue(table, rows[i], name);
  }
  return result;
}

export const missingValue = (table: Table, row: number, name: string): MlpError =>
  new MlpError(
    'data',
    `${at(table, row, name)}: a missing value; fill it in, or have it filled or its row left out ` +
      `(data.columns.${printable(name)}.missing, for example "drop")`,
  );
