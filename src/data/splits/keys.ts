import { MlpError } from '../../errors.js';
import { printable } from '../../files/excerpt.js';
import { missingAmong, type Rows } from '../table/rows.js';
import { setColumn } from '../table/set_flag.js';
import { at, type Column, type Table } from '../table/table.js';

/**
 * The column that a split goes by, with a value in every row.
 *
 * @throws MlpError `data` at the first row that has none.
 */
export function completeColumn(table: Table, rows: Rows, name: string): Column {
  const column = table.columns.get(name)!;
  const missing = Array.from(missingAmong(column, rows), (i) => rows[i]);
  if (missing.length === 0) return column;
  const count = missing.length === 1 ? '1 row has' : `${missing.length} rows have`;
  throw new MlpError(
    'data',
    `${at(table, missing[0], name)}: a missing value in the column that the split goes by (${count} none); ` +
      `fill it in, or leave ${missing.length === 1 ? 'the row' : 'these rows'} out: ` +
      setColumn(name, 'missing', 'drop'),
  );
}

/** Says how many different values the column has that the split goes by. */
export const valuesNote = (table: Table, name: string, count: number): string =>
  `${table.name}: column ${printable(name)} has ${count === 1 ? 'one value' : `${count} different values`}`;
