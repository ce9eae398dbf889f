import { firstYearOf, isoText, momentOf, withFirstYear } from '../dates/index.js';
import { present } from './column_type.js';
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

/**
 * Says how clocks with an offset from UTC and clocks without one are taken, where a column has both; undefined where it
 * has not.
 */
export function offsetsNote({ facts, others, withOffset }: DateColumn): string | undefined {
  const dates = present(facts) - (others?.count ?? 0);
  if (withOffset === 0 || withOffset === dates) return undefined;
  return (
    `${withOffset} of ${dates} dates have an offset from UTC and are moved to UTC, the others have none and are ` +
    'taken as they stand: hours mean two things unless these are of UTC; write all with an offset, or all without'
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
