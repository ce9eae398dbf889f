import { type RecordOptions, RecordReader } from './record_reader.js';
import type { Records } from './records.js';
import { carriageReturn, lineFeed, quote } from './scanner.js';

/** A file's first record by one delimiter, for a guess how the file is written. */
export class FirstRecord {
  /** Number of fields, up to where it cannot be read on, if that is so. */
  width = 0;
  /** True where quotes neither enclose a field nor are written twice within such quotes. */
  hasStrayQuotes = false;
  /** Number of quotes in it. */
  quotes = 0;
  /** The fields; absent where it cannot be read. */
  fields: readonly string[] | undefined;
  /** Character between them: the delimiter that was given, unless the first line names another. */
  delimiter: string;

  /** Reads the first record of bytes, at their end if they have no line end. */
  constructor(bytes: Uint8Array, format: RecordOptions) {
    const reader = new RecordReader('', format, true);
    let records: Records | undefined;
    // line by line: what comes behind the record does not matter
    for (let from = 0; from < bytes.length && !records && !reader.error; ) {
      const line = bytes.subarray(from, lineEndIn(bytes, from));
      from += line.length;
      for (const byte of line) if (byte === quote) this.quotes++;
      records = reader.push(line);
    }
    if (!records && !reader.error) records = reader.end();
    this.fields = records?.record(0);
    this.delimiter = reader.delimiter;
    this.width = this.fields?.length ?? reader.field;
    this.hasStrayQuotes = this.quotes > 0 && (!this.fields || this.quotes < quotesOf(this.fields));
    reader.close();
  }
}

/** Counts the quotes that it takes at least to write these fields. */
const quotesOf = (fields: readonly string[]): number =>
  fields.filter((field) => field.includes('"')).reduce((sum, field) => sum + 2 * field.split('"').length, 0);

/** Finds the index behind the first line end from `from` on, or the chunk's length. */
function lineEndIn(chunk: Uint8Array, from: number): number {
  let end = from;
  while (end < chunk.length) if ([lineFeed, carriageReturn].includes(chunk[end++])) break;
  return end;
}
