import { decimal } from '../table/decimal.js';
import { RecordReader } from './record_reader.js';
import type { Records } from './records.js';
import { carriageReturn, lineFeed, quote } from './scanner.js';

/** A file's first record by one delimiter, for a guess how the file is written. */
export class FirstRecord {
  /** Number of fields, up to where it cannot be read on, if that is so. */
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
