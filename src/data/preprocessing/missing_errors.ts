import { MlpError } from '../../errors.js';
import { printable } from '../../files/excerpt.js';
import { columnSetting } from '../column_setting.js';
import { at, type Table } from '../table/table.js';

/** Creates the error of a value that is missing where one is needed. */
export const missingValue = (table: Table, row: number, name: string): MlpError =>
  new MlpError(
    'data',
    `${at(table, row, name)}: a missing value; fill it in, or have it filled or its row left out ` +
      `(${columnSetting(name, 'missing')}, for example "drop")`,
  );

/** Creates the error of a column that has no value to fit to. */
export const noValue = (table: Table, name: string): MlpError =>
  new MlpError(
    'data',
    `${table.name}: column ${printable(name)} has no value in the training rows; leave it out with data.ignore`,
  );
