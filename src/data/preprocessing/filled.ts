import { MlpError } from '../../errors.js';
import { printable } from '../../files/excerpt.js';
import type { Rows } from '../table/rows.js';
import { at, type NumberColumn, type Table } from '../table/table.js';
import type { MissingNumber } from './imputers/index.js';

/** A number column's values in these rows, the missing ones filled; at the beginning of `into`, of which as many are returned. */
export function filled(
  table: Table,
  { name, missing }: { name: string; missing: MissingNumber },
  rows: Rows,
  into = new Float64Array(rows.length),
): Float64Array {
  const { values } = table.columns.get(name) as NumberColumn;
  const result = values.gather(rows, into.subarray(0, rows.length));
  for (let i = 0; i < rows.length; i++)
    if (Number.isNaN(result[i])) result[i] = fillFor(table, name, missing, rows[i]);
  return result;
}

/** What stands for the missing value of a number column in a row. */
export function fillFor(table: Table, name: string, missing: MissingNumber, row: number): number {
  if (missing.action === 'fill') return missing.value;
  throw missingValue(table, row, name);
}

export const missingValue = (table: Table, row: number, name: string): MlpError =>
  new MlpError(
    'data',
    `${at(table, row, name)}: a missing value; fill it in, or have it filled or its row left out ` +
      `(data.columns.${printable(name)}.missing, for example "drop")`,
  );
