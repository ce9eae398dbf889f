import { Readable } from 'node:stream';
import { MlpError } from '../../errors.js';
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
 * Looks at the first record: the delimiter is the one that gives it the most fields, and one of nothing but numbers, none of
 * them in quotes, is no header.
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
  const best = readings.reduce((first, next) => (next.fields.length > first.fields.length ? next : first));
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
  /** None where there is no record, or where it cannot be read: whoever reads the file then says why. */
  fields: readonly string[] = [];
  isOver = false;
  private hasQuotes = false;
  private readonly reader: RecordReader;

  constructor(
    name: string,
    readonly delimiter: string,
  ) {
    this.reader = new RecordReader(name, delimiter);
  }

  get holdsNumbersAlone(): boolean {
    const { fields, hasQuotes } = this;
    return fields.length > 0 && !hasQuotes && fields.every((field) => Number.isFinite(decimal(field.trim())));
  }

  /** Takes the next chunk, or undefined where there is none. */
  push(chunk: Buffer | undefined): void {
    try {
      if (!chunk) this.finish(this.reader.end());
      else
        for (let from = 0; from < chunk.length && !this.isOver; ) {
          const line = chunk.subarray(from, lineEndIn(chunk, from));
          from += line.length;
          this.hasQuotes ||= line.includes(quote);
          const records = this.reader.push(line);
          if (records || this.reader.error) this.finish(records);
        }
    } catch (error) {
      if (!(error instanceof MlpError)) throw error;
      this.finish(undefined);
    }
  }

  private finish(records: Records | undefined): void {
    if (this.isOver) return;
    this.isOver = true;
    this.fields = records?.record(0) ?? [];
    this.reader.close();
  }
}

/** The index behind the first line end from `from` on, or the chunk's length. */
function lineEndIn(chunk: Buffer, from: number): number {
  let end = from;
  while (end < chunk.length) if ([lineFeed, carriageReturn].includes(chunk[end++])) break;
  return end;
}
