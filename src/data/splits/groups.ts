import { MlpError } from '../../errors.js';
import { isMissing, type Rows } from '../table/rows.js';
import { at, type Table } from '../table/table.js';

/** Refuses rows without a value in the column that the split goes by. */
export function refuseMissing(table: Table, rows: Rows, name: string): void {
  const column = table.columns.get(name)!;
  const missing = rows.find((row) => isMissing(column, row));
  if (missing === undefined) return;
  throw new MlpError(
    'data',
    `${at(table, missing, name)}: a missing value, but the split goes by this column; fill it in, or have such rows ` +
      `left out (data.columns.${name}.missing: "drop")`,
  );
}

/**
 * The groups of rows that have one value in a column, in order of appearance: for each the indices into `rows`,
 * ascending.
 *
 * @throws MlpError `data` where a value is missing.
 */
export function groupsOf(table: Table, rows: Rows, name: string): Uint32Array[] {
  refuseMissing(table, rows, name);
  const column = table.columns.get(name)!;
  const keyOf = (row: number) =>
    column.type === 'category' ? column.codes.at(row) : column.values.at(row) + 0;
  const groups = new Map<number, number[]>();
  rows.forEach((row, place) => {
    const value = keyOf(row);
    const members = groups.get(value);
    if (members) members.push(place);
    else groups.set(value, [place]);
  });
  return Array.from(groups.values(), (members) => Uint32Array.from(members));
}
