import { Readable } from 'node:stream';
import { type ByteSource, copies, readBytes } from '../sources/bytes.js';
import { decimal } from '../table/decimal.js';
import { RecordReader } from './record_reader.js';
import type { Records } from './records.js';
import { carriageReturn, lineFeed, quote } from './scanner.js';

/** How a CSV file seems to be written. */
export interface Guess {
  readonly delimiter: string;
  readonly header: boolean;
  /** The same bytes from the start: a stream can be read only once. */
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

/** A file's first record by one delimiter. */
class FirstRecord {
  /** How many fields it has, up to where it cannot be read on, if that is so. */
  width = 0;
  /** True where quotes neither enclose a field nor are written twice within such quotes. */
  hasStrayQuotes = false;
  /** True where all fields are numbers, none in quotes. */
  holdsNumbersAlone = false;
  isOver = false;
  private quotes = 0;
  private readonly reader: RecordReader;

  constructor(
    name: string,
    readonly delimiter: string,
  ) {
    this.reader = new RecordReader(name, delimiter, true);
  }

  /** Takes the next chunk, or undefined where there is none. */
  push(chunk: Buffer | undefined): void {
    if (!chunk && !this.isOver) this.finish(this.reader.end());
    // line by line: what comes behind the record does not matter
    for (let from = 0; chunk && from < chunk.length && !this.isOver; ) {
      const line = chunk.subarray(from, lineEndIn(chunk, from));
      from += line.length;
      for (const byte of line) if (byte === quote) this.quotes++;
      const records = this.reader.push(line);
      if (records || this.reader.error) this.finish(records);
    }
  }

  private finish(records: Records | undefined): void {
    const fields = records?.record(0);
    this.isOver = true;
    this.width = fields?.length ?? this.reader.field;
    this.hasStrayQuotes = this.quotes > 0 && (!fields || this.quotes < quotesOf(fields));
    this.holdsNumbersAlone =
      this.quotes === 0 && fields?.every((field) => Number.isFinite(decimal(field.trim()))) === true;
    this.reader.close();
  }
}

/** Counts the quotes that it takes at least to write these fields. */
const quotesOf = (fields: readonly string[]): number =>
  fields.filter((field) => field.includes('"')).reduce((sum, field) => sum + 2 * field.split('"').length, 0);

/** Finds the index behind the first line end from `from` on, or the chunk's length. */
function lineEndIn(chunk: Buffer, from: number): number {
  let end = from;
  while (end < chunk.length) if ([lineFeed, carriageReturn].includes(chunk[end++])) break;
  return end;
}
