import { Readable } from 'node:stream';
import { type ByteSource, copies, readBytes } from '../sources/bytes.js';
import { decimal } from '../table/decimal.js';

/** How a CSV file seems to be written. */
export interface Guess {
  readonly delimiter: string;
  readonly header: boolean;
  /** The same bytes from the start: a stream can be read only once. */
  readonly source: ByteSource;
}

const delimiters = [',', ';', '\t', '|'] as const;

/** Looks at the first line: the delimiter is the one met most often there, and a line of nothing but numbers is no header. */
export async function guessFormat(source: ByteSource): Promise<Guess> {
  const bytes = copies(readBytes(source));
  const seen: Buffer[] = [];
  let text = '';
  let line: string | undefined;
  while (line === undefined) {
    const { value, done } = await bytes.next();
    if (!done) {
      seen.push(value);
      text += value.toString('latin1');
    }
    line = firstLine(text.replace(byteOrderMark, ''), done === true || text.length > maxLength);
  }
  const unquoted = line.replace(/"[^"]*"/g, '"');
  const count = (delimiter: string) => unquoted.split(delimiter).length - 1;
  const delimiter = delimiters.reduce((best, next) => (count(next) > count(best) ? next : best));
  const header = !unquoted.split(delimiter).every((field) => Number.isFinite(decimal(field.trim())));
  const input = Readable.from(
    (async function* () {
      yield* seen;
      yield* bytes;
    })(),
  );
  return { delimiter, header, source: { name: source.name, input } };
}

/** As its bytes look one by one. */
const byteOrderMark = /^\xef\xbb\xbf/;

/** A header longer than this many bytes is left to the reader to refuse. */
const maxLength = 2 ** 21;

/** The first line that is not blank; undefined where it may go on beyond this text. */
function firstLine(text: string, isAll: boolean): string | undefined {
  const start = text.search(/[^\r\n]/);
  const end = start < 0 ? -1 : text.slice(start).search(/[\r\n]/);
  if (end < 0) return isAll ? text.slice(Math.max(start, 0)) : undefined;
  return text.slice(start, start + end);
}
