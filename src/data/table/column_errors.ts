import { MlpError } from '../../errors.js';
import { excerpt, printable } from '../../files/excerpt.js';
import { decimal } from './decimal.js';
import { cell } from './table.js';

/** Which column is meant: the file it is in, its name, and its place among the fields, from 0. */
export interface Place {
  readonly source: string;
  readonly name: string;
  readonly field: number;
}

const at = ({ source, name, field }: Place, line: number): string =>
  cell(`${source}:${line}`, field + 1, name);

/** A cell of a column of numbers is none, or too large a one. */
export function notNumber(place: Place, text: string, line: number): MlpError {
  const shown = excerpt(text);
  const where = at(place, line);
  const isOverflow = !Number.isNaN(decimal(text));
  if (isOverflow || /^[+-]?(nan|inf|infinity)$/i.test(text))
    return new MlpError(
      'data',
      `${where} holds numbers, but this is ${shown}, which is not a finite number${isOverflow ? ' (too large for a double)' : ''}; ` +
        `if it stands for a missing value, add ${shown} to data.missing_values`,
    );
  return new MlpError(
    'data',
    `${where} holds numbers, but this is ${shown}; if it stands for a missing value, add it to data.missing_values, ` +
      `and if the column holds categories, set data.columns.${printable(place.name)}.type to "category"`,
  );
}

/** A column of texts has too many different ones. */
export const tooManyTexts = (place: Place, limit: number, line: number): MlpError =>
  new MlpError(
    'data',
    `${at(place, line)} has more than ${limit} different texts, too many for categories ` +
      `or classes; leave it out with data.ignore: [${excerpt(place.name)}], or choose another data.target if it is that`,
  );
