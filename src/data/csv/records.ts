import { isUtf8 } from 'node:buffer';
import { parse } from 'csv-parse/sync';
import { MlpError } from '../../errors.js';
import type { Cells } from './cells.js';
import { type Block, RecordScanner } from './scanner.js';

/** Records that arrived together; what is read of them has to be read before the next come. */
export interface Records {
  /** The line on which each begins, from 1. */
  readonly lines: Uint32Array;
  /** Each an array of its fields. */
  readonly records: readonly (readonly string[])[];
  /** The same fields as bytes, where the records are plain; asking for `records` makes the strings then. */
  readonly cells?: Cells;
}

/**
 * Reads CSV (RFC 4180; LF, CRLF, CR or a mixture; a byte order mark is skipped, and so are empty lines) in batches: a batch
 * is what one chunk of bytes completes, so a slow pipe sees each row at once and memory is bounded by chunk and record size.
 * A quote within an unquoted field is text, as everywhere. `counts.blankLines` is the number of empty lines so far.
 */
export async function* readRecords(
  bytes: AsyncIterable<Buffer>,
  name: string,
  delimiter: string,
  counts: { blankLines: number },
): AsyncGenerator<Records> {
  const scanner = new RecordScanner(name, delimiter.charCodeAt(0));
  try {
    for await (const chunk of bytes) {
      const block = scanner.push(chunk);
      counts.blankLines = scanner.blankLines;
      if (block) yield recordsOf(block, name, delimiter);
      if (scanner.error) throw scanner.error;
    }
    const rest = scanner.end();
    if (rest) yield recordsOf(rest, name, delimiter);
    if (scanner.error) throw scanner.error;
  } finally {
    scanner.close();
  }
}

function recordsOf({ bytes, firstLine, lines, cells }: Block, name: string, delimiter: string): Records {
  if (!isUtf8(bytes)) throw notUtf8(bytes, name, firstLine, delimiter);
  return cells ? new PlainRecords(lines, cells, delimiter) : { lines, records: fieldsOf(bytes, delimiter) };
}

class PlainRecords implements Records {
  private texts: string[][] | undefined;

  constructor(
    readonly lines: Uint32Array,
    readonly cells: Cells,
    private readonly delimiter: string,
  ) {}

  get records(): string[][] {
    this.texts ??= splitPlain(this.cells.bytes.toString(), this.delimiter);
    return this.texts;
  }
}

// A quoted block is the only one that has to be parsed; splitting takes less than a quarter of the time.
const fieldsOf = (block: Buffer, delimiter: string): string[][] =>
  block.includes('"') ? parse(block, { ...options, delimiter }) : splitPlain(block.toString(), delimiter);

const splitPlain = (text: string, delimiter: string): string[][] =>
  text
    .split(/\r\n|\n|\r/)
    .filter((line) => line !== '')
    .map((line) => line.split(delimiter));

const options = {
  record_delimiter: ['\r\n', '\n', '\r'],
  skip_empty_lines: true,
  // The scanner refuses what this would relax beside a quote within an unquoted field, and counts the fields' bytes.
  relax_quotes: true,
  relax_column_count: true,
};

/** Which field of its record the end of a text is in, from 1. */
function fieldAtEnd(text: string, delimiter: string): number {
  let field = 1;
  let isQuoted = false;
  let mayOpen = true; // at the beginning of a field, and behind a quote that may be the first of two
  for (const character of text) {
    if (isQuoted) {
      isQuoted = character !== '"';
      mayOpen = true;
    } else if (character === '"' && mayOpen) {
      isQuoted = true;
    } else if (character === delimiter || character === '\n' || character === '\r') {
      field = character === delimiter ? field + 1 : 1;
      mayOpen = true;
    } else mayOpen = false;
  }
  return field;
}

/** Names the line and the field of the first byte that decoding would have to replace. */
function notUtf8(block: Buffer, name: string, firstLine: number, delimiter: string): MlpError {
  const decoded = Buffer.from(block.toString('utf8'));
  let valid = 0;
  while (block[valid] === decoded[valid]) valid++;
  const before = block.toString('latin1', 0, valid);
  const line = firstLine + (before.match(/\r\n|\n|\r/g)?.length ?? 0);
  const field = fieldAtEnd(before, delimiter);
  return new MlpError(
    'data',
    `${name}:${line}:${field}: not valid UTF-8; save the file as UTF-8 (for example: iconv -f LATIN1 -t UTF-8)`,
  );
}
