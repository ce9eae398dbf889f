import { MlpError } from '../../errors.js';
import { excerpt } from '../../files/excerpt.js';
import { counted } from '../../format_count.js';
import { decimal } from '../numbers/decimal.js';
import { commentAdvice, commentMark } from '../table/comment_mark.js';
import { setData } from '../table/set_flag.js';

/** Names for the columns of a file without a header: c1, c2, … */
export const numberedNames = (fields: number): string[] =>
  Array.from({ length: fields }, (_, i) => `c${i + 1}`);

/**
 * Takes the names of a header line, trimmed. That of the first column may be empty, if it is the only one: it may be an
 * index.
 *
 * @throws MlpError `data` where another name is empty, or one is there twice.
 */
export function checkedNames(record: readonly string[], location: string): string[] {
  const positions = new Map<string, number>();
  const mayBeIndex = record.length > 1 && record.filter((field) => field.trim() === '').length === 1;
  return record.map((field, i) => {
    const name = field.trim();
    const position = i + 1;
    if (name === '' && !(mayBeIndex && i === 0))
      throw new MlpError(
        'data',
        `${location}:${position}: column ${position} has no name; give it one in the header line`,
      );
    const other = positions.get(name);
    if (other !== undefined)
      throw new MlpError(
        'data',
        `${location}:${position}: columns ${other} and ${position} are both called ${excerpt(name)}; ` +
          `rename one of them${Number.isNaN(decimal(name)) ? '' : orNoHeader}`,
      );
    positions.set(name, position);
    return name;
  });
}

const orNoHeader = ', or, where the first line is data, set data.header to false (--set data.header=false)';

/** The usual delimiters. */
export const usualDelimiters: readonly string[] = [';', '\t', '|', ','];

/** Refuses a line of one field that holds another of the usual delimiters. */
export function refuseOtherDelimiter(record: readonly string[], delimiter: string, location: string): void {
  if (record.length > 1) return;
  const other = usualDelimiters.find((candidate) => candidate !== delimiter && record[0].includes(candidate));
  if (other === undefined) return;
  throw new MlpError('data', `${location}: one column only; ${otherDelimiter(other)}`);
}

/** Advice where another delimiter than that of the config is likely. */
export function otherDelimiter(other: string): string {
  const shown = other === '\t' ? '"\\t"' : JSON.stringify(other);
  return (
    `it looks as if columns were separated by ${other === '\t' ? 'tabs' : shown}: set data.delimiter to ${shown} ` +
    `(${setData('delimiter', other)})`
  );
}

/** Creates the error of a record that has more fields than the header, or fewer; `rows` are between the two. */
export function wrongLength(
  record: readonly string[],
  header: readonly string[],
  location: string,
  rows: number,
): MlpError {
  const found = `${counted(record.length, 'field')}`;
  const position = Math.min(record.length, header.length + 1);
  const hint =
    commentHint(header) ??
    decimalCommaHint(record, header) ??
    (record.length === header.length + 1 && record.at(-1) === ''
      ? ': the line ends in a delimiter'
      : record.length > header.length
        ? `: a field that contains the delimiter has to be quoted${rowNamesHint(record, header, rows)}` +
          titleHint(header, location, rows)
        : ` (${excerpt(header[record.length])} is the first that is absent)`);
  return new MlpError(
    'data',
    `${location}:${position}: ${found}, expected ${header.length} as in the first line${hint}`,
  );
}

/** Hint for a record of numbers whose decimal commas have cut each of them in two. */
const decimalCommaHint = (record: readonly string[], header: readonly string[]): string | undefined =>
  hasDecimalCommas(record, header.length) ? `: ${decimalCommaAdvice}` : undefined;

/** Whether a record has exactly two whole numbers for each of the names. */
export const hasDecimalCommas = (record: readonly string[], names: number): boolean =>
  record.length === 2 * names && record.every((field) => /^\s*[+-]?\d+\s*$/.test(field));

export const decimalCommaAdvice =
  'decimal commas without quotes are likely, as there are exactly twice as many fields as names; write points, or ' +
  'quote these numbers';

/** Hint for a file with comments where a header was expected. */
function commentHint(header: readonly string[]): string | undefined {
  const mark = commentMark(header[0]);
  return mark === undefined ? undefined : `: ${commentAdvice(mark)}`;
}

/** Hint for a file whose first row has one field more than the header, as R's write.table has it; else empty. */
const rowNamesHint = (record: readonly string[], header: readonly string[], rows: number): string =>
  rows === 0 && header.length > 1 && record.length === header.length + 1
    ? '; if the first field is the name of the row, as R writes it, begin the header line with a delimiter'
    : '';

/** Hint for a file with a title where a header was expected, at a longer record; empty where that is unlikely. */
function titleHint(header: readonly string[], location: string, rows: number): string {
  const line = Number(/[0-9]+$/.exec(location)![0]);
  if (header.length === 1 ? rows > 20 : rows > 0) return '';
  return `; if what stands above is a title, have it left out (${setData('skip_rows', String(line - 1))})`;
}
