import type { Rows } from '../table/rows.js';
import type { DateColumn, NumberColumn, Table } from '../table/table.js';
import { imputers, type MissingNumber } from './imputers/index.js';
import { missingValue, noValue } from './missing_errors.js';
import { tooLarge, withoutSign } from './scaling.js';
import { missingOf, type PreprocessingConfig, settingsOf } from './settings.js';

/** Gives a number column's values in these rows, without the missing ones; at the beginning of `into`. */
export function presentValues(
  { values }: NumberColumn | DateColumn,
  rows: Rows,
  into = new Float64Array(rows.length),
): Float64Array {
  let count = 0;
  for (const { values: group, start, from, to } of values.runs(rows))
    for (let i = from; i < to; i++) {
      const value = group[rows[i] - start];
      into[count] = value;
      if (!Number.isNaN(value)) count++;
    }
  return into.subarray(0, count);
}

/** Decides what becomes of a number column's missing values, given those present. */
export function fitMissing(
  table: Table,
  name: string,
  present: Float64Array,
  config: PreprocessingConfig,
): MissingNumber {
  if (present.length === 0) throw noValue(table, name);
  const fill = settingsOf(config, name).fill ?? config.fill;
  const imputer = missingOf(config, name);
  const missing = imputers[imputer].number(present, fill, name);
  if (missing.action !== 'fill') return missing;
  if (!Number.isFinite(missing.value)) throw tooLarge(name, `missing "${imputer}"`);
  return { action: 'fill', value: withoutSign(missing.value) };
}

/** Gives a number column's values in these rows, the missing ones filled; at the beginning of `into`. */
export function filled(
  table: Table,
  { name, missing }: { name: string; missing: MissingNumber },
  rows: Rows,
  into = new Float64Array(rows.length),
): Float64Array {
  const { values } = table.columns.get(name) as NumberColumn | DateColumn;
  const result = values.gather(rows, into.subarray(0, rows.length));
  for (let i = 0; i < rows.length; i++)
    if (Number.isNaN(result[i])) result[i] = fillFor(table, name, missing, rows[i]);
  return result;
}

/** The value in place of a number column's missing one in a row. */
export function fillFor(table: Table, name: string, missing: MissingNumber, row: number): number {
  if (missing.action === 'fill') return missing.value;
  throw missingValue(table, row, name);
}
