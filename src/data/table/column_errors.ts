import { MlpError } from '../../errors.js';
import { excerpt } from '../../files/excerpt.js';
import { columnSetting } from '../column_setting.js';
import { decimal } from './decimal.js';
import { cell } from './table.js';

/** Location of a column: the name of its source in messages, its name, and its index among the fields, from 0. */
export interface ColumnLocation {
  readonly source: string;
  readonly name: string;
  readonly field: number;
}

const at = ({ source, name, field }: ColumnLocation, line: number): string =>
  cell(`${source}:${line}`, field + 1, name);

/** Creates the error of a cell in a column of numbers that is none, or too large a one. */
export function notNumber(location: ColumnLocation, text: string, line: number): MlpError {
  const shown = excerpt(text);
  const where = at(location, line);
  const isOverflow = !Number.isNaN(decimal(text));
  if (isOverflow || /^[+-]?(nan|inf|infinity)$/i.test(text))
    return new MlpError(
      'data',
      `${where} holds numbers, but this is ${shown}, which is not a finite number` +
        `${isOverflow ? ' (too large for a double)' : ''}; ` +
        `if it stands for a missing value, add ${shown} to data.missing_values`,
    );
  return new MlpError(
    'data',
    `${where} holds numbers, but this is ${shown}; if it stands for a missing value, add it to data.missing_values, ` +
      `and if the column holds categories, set ${columnSetting(location.name, 'type')} to "category"`,
  );
}

/** Creates the error of a cell in a column of dates that is none, for this reason. */
export const notDate = (location: ColumnLocation, text: string, reason: string, line: number): MlpError =>
  new MlpError(
    'data',
    `${at(location, line)} holds dates, but this is ${excerpt(text)}: ${reason}; if it stands for a missing value, ` +
      `add it to data.missing_values, and if the dates are written otherwise, set ` +
      `${columnSetting(location.name, 'format')}, as to "%d.%m.%Y"`,
  );

/** Creates the error of a column that has too many different texts. */
export const tooManyTexts = (location: ColumnLocation, limit: number, line: number): MlpError =>
  new MlpError(
    'data',
    `${at(location, line)} has more than ${limit} different texts, too many for categories ` +
      `or classes; leave it out with data.ignore: [${excerpt(location.name)}], ` +
      'or choose another data.target if it is that',
  );
