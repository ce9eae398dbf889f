import { decimal } from '../numbers/decimal.js';
import { setData } from '../table/set_flag.js';
import type { Table } from '../table/table.js';

/** Field of the first line, and facts about the values below it. */
export interface FirstField {
  readonly text: string;
  /** Whether nearly all values below are numbers. */
  readonly hasNumbers: boolean;
  /** Whether a value below is the same. */
  readonly recurs: boolean;
}

const isNumber = (text: string): boolean => Number.isFinite(decimal(text));

/**
 * Decides whether a first line looks like those below, not like names of columns, and why; undefined where it looks
 * like names. A word above numbers is a name, whatever the others are; texts that come again are values; numbers are,
 * too, unless they look like names (`nameColumns`).
 */
export function looksHeaderless(fields: readonly FirstField[]): string | undefined {
  const words = fields.filter(({ text }) => !isNumber(text));
  const numbers = fields.filter(({ text }) => isNumber(text));
  if (namesNumbers(fields)) return undefined;
  const again = words.filter(({ recurs }) => recurs);
  const areValues = again.length * 2 > words.length && fields.length > 1;
  const areLabels = nameColumns(
    numbers.map(({ text }) => decimal(text)),
    words.length > 0,
  );
  if (!areValues && (numbers.length === 0 || areLabels)) return undefined;
  if (numbers.length === fields.length) return 'it holds numbers alone';
  const [count, one, several] =
    numbers.length > 0
      ? [numbers.length, 'is a number', 'are numbers']
      : [again.length, 'comes again below', 'come again below'];
  return `${count} of its ${fields.length} fields ${count === 1 ? one : several}`;
}

/** Whether a word stands above numbers, as names alone do. */
export const namesNumbers = (fields: readonly FirstField[]): boolean =>
  fields.some(({ text, hasNumbers }) => hasNumbers && !isNumber(text));

/**
 * Whether numbers may name columns: years, or each one more than the one before; where there are no words beside them,
 * three or more that are both, or count from 0, as pandas names columns.
 */
function nameColumns(numbers: readonly number[], besideWords: boolean): boolean {
  const areYears = numbers.every((value) => Number.isInteger(value) && value >= 1900 && value <= 2100);
  const countOn = numbers.length > 1 && numbers.every((value, i) => value === numbers[0] + i);
  if (besideWords) return areYears || countOn;
  return numbers.length > 2 && countOn && (areYears || numbers[0] === 0);
}

/** Warning on a header that looks like a row; undefined where it does not, or the table has no lines. */
export function headerWarning({ columns, name, lines, files }: Table): string | undefined {
  if (!lines || files?.[0].countsRows) return undefined;
  const reason = looksHeaderless(
    [...columns.values()].map((column) => ({
      text: column.name,
      hasNumbers: column.type === 'number',
      recurs: column.type === 'category' && column.categories.includes(column.name),
    })),
  );
  return reason === undefined
    ? undefined
    : `${name}: the first line, which names the columns, looks like a row, as ${reason}: if it is data, set ` +
        `data.header to false (${setData('header', 'false')}); columns are c1, c2, … then`;
}
