import { firstYearOf, isoText, momentOf, withFirstYear } from '../dates/index.js';
import { setColumn } from './set_flag.js';
import type { DateColumn } from './table.js';

/** Says that all dates of a column are of another format, too, and how to have them so. */
export const otherFormatNote = (name: string, format: string, other: string): string =>
  `all of its dates can be of the format ${other} as well as of ${format}, as which they are read; for the other, ` +
  setColumn(name, 'format', other);

/**
 * Says which years those of two digits are, by the first and the last of the dates, and how to have others; undefined
 * where the format has no such years.
 */
export function shortYearsNote(
  name: string,
  format: string,
  [earliest, latest]: readonly [number, number],
): string | undefined {
  const first = firstYearOf(format);
  if (first === undefined) return undefined;
  const other = momentOf(latest).year < 2000 ? 2000 : 1900;
  return (
    `its years of two digits are ${first} to ${first + 99}: ${isoText(earliest)} to ${isoText(latest)}; ` +
    `for ${other} to ${other + 99}, ${setColumn(name, 'format', withFirstYear(format, other))}`
  );
}

/** The first and the last of a column's dates. */
export function spanOf({ values }: Pick<DateColumn, 'values'>): [number, number] {
  let [earliest, latest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { values: seconds, length } of values.inGroups())
    for (let i = 0; i < length; i++) {
      if (seconds[i] < earliest) earliest = seconds[i];
      if (seconds[i] > latest) latest = seconds[i];
    }
  return [earliest, latest];
}
