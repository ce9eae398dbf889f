import { isUtf8 } from 'node:buffer';
import { MlpError } from '../../errors.js';
import { ParsedRecords, parseRecords } from './parsed_records.js';
import { PlainRecords } from './plain_records.js';
import type { Records } from './records.js';
import { carriageReturn, lineFeed, maxRecordBytes, quote, RecordScanner } from './scanner.js';
import { acquireWorkspace, releaseWorkspace, split, type Workspace } from './wasm/index.js';

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);
const utf16Marks = [Buffer.from([0xff, 0xfe]), Buffer.from([0xfe, 0xff])];

/**
 * Splits bytes into records and fields as they arrive: CSV as RFC 4180 has it, with LF, CRLF, CR or a mixture of them;
 * a byte order mark is skipped, and so are empty lines. A quote within an unquoted field is text, as everywhere.
 * README.md beside this file says why there are two ways.
 */
export class RecordReader {
  private readonly scanner: RecordScanner;
  private readonly delimiterByte: number;
  /** Workspace in which plain records are split, once there are some. */
  private workspace: Workspace | undefined;
  /** Copies of the bytes behind the last whole record: the chunk they came in is used again. */
  private pending: Buffer[] = [];
  /** The first bytes of all while they may be those of a mark; undefined once that is settled. */
  private head: Buffer | undefined = Buffer.alloc(0);

  /** Text that is not UTF-8 is refused, unless it may be `anyText`: then it is decoded as well as may be. */
  constructor(
    private readonly name: string,
    private readonly delimiter: string,
    private readonly anyText = false,
  ) {
    this.delimiterByte = delimiter.charCodeAt(0);
    this.scanner = new RecordScanner(name, this.delimiterByte);
  }

  /** Empty lines so far. */
  get blankLines(): number {
    return this.scanner.blankLines;
  }

  /** The field of its record that the next byte belongs to, from 1. */
  get field(): number {
    return this.scanner.field;
  }

  /** Set where the bytes cannot be read on; records before that place are still given out. */
  get error(): MlpError | undefined {
    return this.scanner.error;
  }

  /** Gives the records that a chunk completes, if any; valid until the next call. */
  push(chunk: Buffer): Records | undefined {
    const bytes = this.head ? this.withoutMark(this.head, chunk) : chunk;
    if (!bytes) return undefined;
    const plain = this.splitPlain(bytes);
    return plain ?? (this.error ? undefined : this.splitAny(bytes));
  }

  /** Gives what is left when no more bytes come: a last record without an end of line. */
  end(): Records | undefined {
    if (this.head) {
      const { head } = this;
      this.head = undefined;
      if (head.length > 0) this.splitAny(head);
    }
    const { recordLine } = this.scanner;
    if (!this.scanner.end()) return undefined;
    return this.parsed(Buffer.concat(this.pending), recordLine, Uint32Array.of(recordLine));
  }

  /** Ends reading: records that were given out are no longer valid then. */
  close(): void {
    if (this.workspace) releaseWorkspace(this.workspace);
    this.workspace = undefined;
  }

  /** Takes a byte order mark off the first bytes of all; undefined while they may be the beginning of one. */
  private withoutMark(head: Buffer, chunk: Buffer): Buffer | undefined {
    const bytes = Buffer.concat([head, chunk]);
    const mayBecome = [byteOrderMark, ...utf16Marks].some(
      (mark) => bytes.length < mark.length && mark.subarray(0, bytes.length).equals(bytes),
    );
    this.head = mayBecome ? bytes : undefined;
    if (mayBecome) return undefined;
    const begins = (mark: Buffer) => bytes.subarray(0, mark.length).equals(mark);
    if (utf16Marks.some(begins))
      this.scanner.fail(1, 1, 'this is UTF-16; save the file as UTF-8 (iconv -f UTF-16 -t UTF-8)');
    return this.error ? undefined : bytes.subarray(begins(byteOrderMark) ? byteOrderMark.length : 0);
  }

  /**
   * Splits plain records. Undefined, and nothing changed, where the chunk completes no record or they are not plain.
   */
  private splitPlain(chunk: Buffer): Records | undefined {
    const { pending, scanner } = this;
    const skip = chunk.length > 0 && scanner.continuesLineEnd(chunk[0]) ? 1 : 0;
    const end = 1 + Math.max(chunk.lastIndexOf(lineFeed), chunk.lastIndexOf(carriageReturn));
    if (end <= skip || scanner.recordBytes + chunk.length > maxRecordBytes) return undefined;
    if (chunk.includes(quote) || chunk.includes(0) || pending.some((bytes) => bytes.includes(quote)))
      return undefined;
    this.workspace ??= acquireWorkspace();
    if (!this.workspace) return undefined;
    const firstLine = scanner.line;
    const parts = [...pending, chunk.subarray(skip, end)];
    const found = split(this.workspace, parts, this.delimiterByte, firstLine);
    if (!found) return undefined;
    scanner.passOver(found.nextLine, found.blankLines, chunk[end - 1]);
    scanner.scan(chunk, end);
    this.keep(chunk, end);
    return this.isText(found.bytes) ? new PlainRecords(found) : this.beforeOtherText(found.bytes, firstLine);
  }

  /** Splits what plain records are not, or waits for the end of a record. */
  private splitAny(chunk: Buffer): Records | undefined {
    const { pending, scanner } = this;
    const firstLine = scanner.recordLine;
    const end = scanner.scan(chunk);
    if (end <= scanner.skip) {
      pending.push(Buffer.from(chunk.subarray(scanner.skip)));
      return undefined;
    }
    const bytes = Buffer.concat([...pending, chunk.subarray(scanner.skip, end)]);
    this.keep(chunk, end);
    const lines = scanner.takeLines();
    return lines.length > 0 ? this.parsed(bytes, firstLine, lines) : undefined;
  }

  private parsed(bytes: Buffer, firstLine: number, lines: Uint32Array): Records | undefined {
    return this.isText(bytes)
      ? new ParsedRecords(lines, parseRecords(bytes, this.delimiter))
      : this.beforeOtherText(bytes, firstLine);
  }

  private isText(bytes: Buffer): boolean {
    return this.anyText || isUtf8(bytes);
  }

  private keep(chunk: Buffer, end: number): void {
    this.pending = end < chunk.length ? [Buffer.from(chunk.subarray(end))] : [];
  }

  /**
   * Refuses what is not UTF-8, by the line and the field of the first byte that decoding would have to replace; returns
   * the whole records before it, if there are any.
   */
  private beforeOtherText(bytes: Buffer, firstLine: number): Records | undefined {
    const decoded = Buffer.from(bytes.toString('utf8'));
    let valid = 0;
    while (bytes[valid] === decoded[valid]) valid++;
    const scanner = scanned(bytes.subarray(0, valid), this.delimiterByte, firstLine);
    const { line, field, recordBytes } = scanner;
    this.scanner.error = new MlpError(
      'data',
      `${this.name}:${line}:${field}: not valid UTF-8; save the file as UTF-8 (for example: iconv -f LATIN1 -t UTF-8)`,
    );
    const lines = scanner.takeLines();
    const before = bytes.subarray(0, valid - recordBytes);
    return lines.length === 0 ? undefined : new ParsedRecords(lines, parseRecords(before, this.delimiter));
  }
}

/** A scanner at the end of these bytes. */
function scanned(bytes: Buffer, delimiter: number, firstLine: number): RecordScanner {
  const scanner = new RecordScanner('', delimiter, firstLine);
  scanner.scan(bytes);
  return scanner;
}
