import { MlpError } from '../../errors.js';

/** The largest record, in bytes: what an unclosed quote or an endless line may take of memory. */
export const maxRecordBytes = 16 * 1024 * 1024;

const [lineFeed, carriageReturn, quote] = [0x0a, 0x0d, 0x22];
const byteOrderMark = [0xef, 0xbb, 0xbf];

/** Where in a record the scanner is: a field's start, an unquoted field, a quoted one, behind a quote within that. */
const [fieldStart, unquoted, quoted, quoteSeen] = [0, 1, 2, 3];

/**
 * Finds where records end, byte by byte, and on which line each begins, so that whole records can be split into fields as
 * soon as they are there. Refuses what is no text (NUL, UTF-16), text behind a closing quote, and records without end.
 */
export class RecordScanner {
  blankLines = 0;
  /** Set where the bytes cannot be read on; the records before that are still given out. */
  error: MlpError | undefined;
  /** The line on which the block last given out begins. */
  blockLine = 1;

  private pending: Buffer[] = [];
  /** Bytes at the chunk's beginning that belong to no block: the byte order mark, the LF of a CRLF that was torn apart. */
  private skip = 0;
  private lines: number[] = [];
  private state = fieldStart;
  private afterCarriageReturn = false;
  private offset = 0;
  private head: number[] = [];
  private line = 1;
  private recordLine = 1;
  private recordBytes = 0;
  private field = 1;
  private quoteLine = 1;
  private quoteField = 1;

  constructor(
    private readonly name: string,
    private readonly delimiter: number,
  ) {}

  get hasRecords(): boolean {
    return this.lines.length > 0;
  }

  /** The lines on which the records of the last block begin. */
  takeLines(): number[] {
    const lines = this.lines;
    this.lines = [];
    return lines;
  }

  /** The bytes, from where the last block ended, that hold whole records only. */
  push(chunk: Buffer): Buffer {
    this.blockLine = this.recordLine;
    this.skip = 0;
    const end = this.scan(chunk);
    if (end <= this.skip) {
      this.pending.push(chunk.subarray(this.skip));
      return chunk.subarray(0, 0);
    }
    const block = Buffer.concat([...this.pending, chunk.subarray(this.skip, end)]);
    this.pending = end < chunk.length ? [chunk.subarray(end)] : [];
    return block;
  }

  /** What is left when no more bytes come: a last record without an end of line. */
  end(): Buffer {
    this.blockLine = this.recordLine;
    if (this.state === quoted)
      this.fail(this.quoteLine, this.quoteField, 'the quote that opens here is never closed');
    else if (this.recordBytes > 0) this.lines.push(this.recordLine);
    return Buffer.concat(this.pending);
  }

  /** Scans the chunk; returns the index behind its last whole record, 0 where it completes none. */
  private scan(chunk: Buffer): number {
    const { delimiter } = this;
    let { state, recordBytes } = this;
    let end = 0;
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i];
      if (this.offset < byteOrderMark.length && this.startsFile(byte)) {
        recordBytes = 0;
        state = fieldStart;
        this.pending = [];
        this.skip = i + 1;
        continue;
      }
      if (byte === lineFeed || byte === carriageReturn) {
        const second = byte === lineFeed && this.afterCarriageReturn;
        this.afterCarriageReturn = byte === carriageReturn;
        if (!second) this.line++;
        else if (i === 0 && state !== quoted) this.skip = 1;
        if (state === quoted) {
          recordBytes++;
          continue;
        }
        if (recordBytes > 0) this.lines.push(this.recordLine);
        else if (!second) this.blankLines++;
        this.recordLine = this.line;
        recordBytes = 0;
        this.field = 1;
        state = fieldStart;
        end = i + 1;
        continue;
      }
      this.afterCarriageReturn = false;
      recordBytes++;
      if (byte === 0 || recordBytes > maxRecordBytes) {
        this.refuse(byte, state);
        break;
      }
      if (state === quoted) {
        if (byte === quote) state = quoteSeen;
      } else if (byte === delimiter) {
        state = fieldStart;
        this.field++;
      } else if (byte === quote && state !== unquoted) {
        if (state === fieldStart) {
          this.quoteLine = this.line;
          this.quoteField = this.field;
        }
        state = quoted;
      } else if (state === quoteSeen) {
        this.fail(
          this.line,
          this.field,
          'text after a closing quote; a quote within a quoted field is written twice ("")',
        );
        break;
      } else {
        state = unquoted;
      }
      if (this.error) break;
    }
    this.state = state;
    this.recordBytes = recordBytes;
    return end;
  }

  /** Looks at the first bytes of all. True where they complete a byte order mark, which is no part of the first record. */
  private startsFile(byte: number): boolean {
    this.offset++;
    this.head.push(byte);
    const [first, second] = this.head;
    if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
      this.fail(1, 1, 'this is UTF-16; save the file as UTF-8 (iconv -f UTF-16 -t UTF-8)');
    return this.head.length === 3 && byteOrderMark.every((mark, i) => this.head[i] === mark);
  }

  private refuse(byte: number, state: number): void {
    if (byte === 0)
      this.fail(this.line, this.field, 'a NUL byte: not a CSV file in UTF-8 (binary data, or UTF-16?)');
    else if (state === quoted)
      this.fail(this.quoteLine, this.quoteField, `the quote that opens here is not closed within ${limit}`);
    else this.fail(this.recordLine, this.field, `a record longer than ${limit}: not a CSV file?`);
  }

  private fail(line: number, field: number, message: string): void {
    this.error ??= new MlpError('data', `${this.name}:${line}:${field}: ${message}`);
  }
}

const limit = `${maxRecordBytes / (1024 * 1024)} MiB`;
