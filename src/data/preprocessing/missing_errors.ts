import { MlpError } from '../../errors.js';
import { printable } from '../../files/excerpt.js';
import { firstOdd, noMissing, oddCell } from '../table/column_errors.js';
import { setColumn } from '../table/set_flag.js';
import { at, type Table } from '../table/table.js';

/** Creates the error of a value that is missing, or no number, where one is needed. */
export const missingValue = (table: Table, row: number, name: string): MlpError =>
  oddCell(table, row, table.columns.get(name)!) ??
  new MlpError(
    'data',
    table.forModel
      ? `${at(table, row, name)}: a missing value; fill it in: ${noMissing(name)}`
      : `${at(table, row, name)}: a missing value; fill it in, or have it filled or its row left out ` +
          `(${setColumn(name, 'missing', 'median')}, or drop)`,
    { cell: { column: name, value: null } },
  );

/** Creates the error of a column that has no value to fit to. */
export const noValue = (table: Table, name: string): MlpError =>
  firstOdd(table, [name]) ??
  new MlpError(
    'data',
    `${table.name}: column ${printable(name)} has no value in the training rows; leave it out with data.ignore`,
  );
