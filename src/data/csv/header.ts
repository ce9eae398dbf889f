import { MlpError } from '../../errors.js';
import { excerpt } from '../../files/excerpt.js';

/** Names for the columns of a file without a header: c1, c2, … */
export const numberedNames = (fields: number): string[] =>
  Array.from({ length: fields }, (_, i) => `c${i + 1}`);

/**
 * Takes the names of a header line, trimmed.
 *
 * @throws MlpError `data` where a name is empty, or is there twice.
 */
export function checkedNames(record: readonly string[], location: string): string[] {
  const positions = new Map<string, number>();
  return record.map((field, i) => {
    const name = field.trim();
    const position = i + 1;
    if (name === '')
      throw new MlpError(
        'data',
        `${location}:${position}: column ${position} has no name; give it one in the header line`,
      );
    const other = positions.get(name);
    if (other !== undefined)
      throw new MlpError(
        'data',
        `${location}:${position}: columns ${other} and ${position} are both called ${excerpt(name)}; ` +
          'rename one of them',
      );
    positions.set(name, position);
    return name;
  });
}

/** Refuses a line of one field that holds another of the usual delimiters. */
export function refuseOtherDelimiter(record: readonly string[], delimiter: string, location: string): void {
  if (record.length > 1) return;
  const other = [';', '\t', '|', ','].find(
    (candidate) => candidate !== delimiter && record[0].includes(candidate),
  );
  if (other === undefined) return;
  const shown = other === '\t' ? '"\\t"' : JSON.stringify(other);
  throw new MlpError(
    'data',
    `${location}: one column only; it looks as if columns were separated by ${other === '\t' ? 'tabs' : shown}: ` +
      `set data.delimiter to ${shown} (--set 'data.delimiter=${other === '\t' ? '"\\t"' : other}')`,
  );
}

/** Creates the error of a record that has more fields than the header, or fewer. */
export function wrongLength(
  record: readonly string[],
  header: readonly string[],
  location: string,
): MlpError {
  const found = `${record.length} field${record.length === 1 ? '' : 's'}`;
  const position = Math.min(record.length, header.length + 1);
  const hint =
    record.length === header.length + 1 && record.at(-1) === ''
      ? ': the line ends in a delimiter'
      : record.length > header.length
        ? ': a field that contains the delimiter has to be quoted'
        : ` (${excerpt(header[record.length])} is the first that is absent)`;
  return new MlpError(
    'data',
    `${location}:${position}: ${found}, expected ${header.length} as in the first line${hint}`,
  );
}
