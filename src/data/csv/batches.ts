import type { Hash } from 'node:crypto';
import { MlpError } from '../../errors.js';
import { type ByteSource, readBytes } from '../sources/bytes.js';
import type { Cells } from './cells.js';
import { checkedNames, numberedNames, refuseOtherDelimiter, wrongLength } from './header.js';
import { type Records, readRecords } from './records.js';

/** How the text of a file is to be read: the same for training data and for what is predicted later. */
export interface Format {
  readonly delimiter: string;
  readonly header: boolean;
  readonly missing_values: readonly string[];
}

/** Raw fields with the lines they are on; every record has as many fields as the header has names. Valid until the next batch. */
export class Batch implements Records {
  constructor(
    readonly header: readonly string[],
    private readonly found: Records,
    /** Which of the records found are meant. */
    private readonly start: number,
    private readonly end: number,
  ) {}

  get lines(): Uint32Array {
    return this.found.lines.subarray(this.start, this.end);
  }

  get records(): readonly (readonly string[])[] {
    return this.found.records.slice(this.start, this.end);
  }

  get cells(): Cells | undefined {
    return this.found.cells?.behind(this.start);
  }

  text(row: number, field: number): string {
    const { cells } = this.found;
    return cells
      ? cells.text(cells.index(this.start + row, field))
      : this.found.records[this.start + row][field];
  }
}

/**
 * Records of a file with their header, in batches as the bytes arrive. Names are trimmed; without a header they are given by
 * `nameless`, as c1, c2, … unless told otherwise. The first batch comes even if it holds no record, as long as there is a header.
 */
export async function* readBatches(
  source: ByteSource,
  format: Format,
  options: {
    hash?: Hash;
    counts?: { blankLines: number };
    nameless?: (fields: number) => readonly string[];
  } = {},
): AsyncGenerator<Batch> {
  const { hash, counts = { blankLines: 0 }, nameless = numberedNames } = options;
  let header: readonly string[] | undefined;
  for await (const found of readRecords(readBytes(source, hash), source.name, format.delimiter, counts)) {
    const { lines, cells } = found;
    let start = 0;
    if (!header) {
      const place = `${source.name}:${lines[0]}`;
      const first = cells ? cells.record(0) : found.records[0];
      refuseOtherDelimiter(first, format.delimiter, place);
      header = format.header ? checkedNames(first, place) : nameless(first.length);
      if (format.header) start = 1;
    }
    const end =
      cells?.width === header.length ? lines.length : wellFormed(found.records, header.length, start);
    yield new Batch(header, found, start, end);
    if (end < lines.length) throw wrongLength(found.records[end], header, `${source.name}:${lines[end]}`);
  }
  if (!header) throw new MlpError('data', `${source.name}: no data: the file is empty`);
}

/** The index behind the last of the records from `start` on that have so many fields. */
function wellFormed(records: readonly (readonly string[])[], fields: number, start: number): number {
  let end = start;
  while (end < records.length && records[end].length === fields) end++;
  return end;
}
