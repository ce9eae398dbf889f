import { Readable } from 'node:stream';
import { FirstRecord } from '../csv/first_record.js';
import { type ByteSource, copies, readBytes } from './bytes.js';

/** Format of a CSV file, guessed from its first record. */
export interface Guess {
  readonly delimiter: string;
  readonly header: boolean;
  /** Source of the same bytes from the start, as a stream can be read only once. */
  readonly source: ByteSource;
}

const delimiters = [',', ';', '\t', '|'] as const;

/**
 * Guesses by the first record: the delimiter is the one that gives it the most fields, of those by which quotes stand
 * around fields if there are such. A record of nothing but numbers, none of them in quotes, is no header.
 */
export async function guessFormat(source: ByteSource): Promise<Guess> {
  const bytes = copies(readBytes(source));
  const seen: Buffer[] = [];
  const readings = delimiters.map((delimiter) => new FirstRecord(source.name, delimiter));
  while (readings.some(({ isOver }) => !isOver)) {
    const { value, done } = await bytes.next();
    if (!done) seen.push(value);
    for (const reading of readings) reading.push(done ? undefined : value);
  }
  const likely = readings.filter(({ hasStrayQuotes }) => !hasStrayQuotes);
  const best = (likely.length > 0 ? likely : readings).reduce((first, next) =>
    next.width > first.width ? next : first,
  );
  const input = Readable.from(
    (async function* () {
      yield* seen;
      yield* bytes;
    })(),
  );
  return { delimiter: best.delimiter, header: !best.holdsNumbersAlone, source: { name: source.name, input } };
}
