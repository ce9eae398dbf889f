import { MlpError } from '../../errors.js';
import { Growable } from '../table/growable.js';
import type { Cells } from './cells.js';
import { enterRoom, leaveRoom, type Room, split } from './wasm/index.js';

/** The largest record, in bytes: what an unclosed quote or an endless line may take of memory. */
export const maxRecordBytes = 16 * 1024 * 1024;

const [lineFeed, carriageReturn, quote] = [0x0a, 0x0d, 0x22];
const byteOrderMark = [0xef, 0xbb, 0xbf];

/** Whole records. */
export interface Block {
  readonly bytes: Buffer;
  /** The line on which the block begins. */
  readonly firstLine: number;
  /** The line on which each record begins. */
  readonly lines: Uint32Array;
  /** The fields, where the block is plain: no quotes, and the same number of fields in every record. */
  readonly cells?: Cells;
}

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

  /** Where plain blocks are split, once there is one. */
  private room: Room | undefined;
  /** Copies of the bytes behind the last whole record: the chunk they came in is used again. */
  private pending: Buffer[] = [];
  /** Bytes at the chunk's beginning that belong to no block: the byte order mark, the LF of a CRLF that was torn apart. */
  private skip = 0;
  private readonly lines = new Growable();
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

  /** The records that the chunk completes, if any; valid until the next call. */
  push(chunk: Buffer): Block | undefined {
    const plain = this.pushPlain(chunk);
    if (plain) return plain;
    const firstLine = this.recordLine;
    this.skip = 0;
    const end = this.scan(chunk, 0);
    if (end <= this.skip) {
      this.pending.push(Buffer.from(chunk.subarray(this.skip)));
      return undefined;
    }
    const bytes = Buffer.concat([...this.pending, chunk.subarray(this.skip, end)]);
    this.pending = end < chunk.length ? [Buffer.from(chunk.subarray(end))] : [];
    return this.lines.length > 0 ? { bytes, firstLine, lines: this.lines.finish() } : undefined;
  }

  /** What is left when no more bytes come: a last record without an end of line. */
  end(): Block | undefined {
    if (this.state === quoted)
      this.fail(this.quoteLine, this.quoteField, `the quote that opens here is never closed; ${closeIt}`);
    else if (this.recordBytes > 0)
      return {
        bytes: Buffer.concat(this.pending),
        firstLine: this.recordLine,
        lines: Uint32Array.of(this.recordLine),
      };
    return undefined;
  }

  /** To be called at last: a block that was given out before is no longer valid then. */
  close(): void {
    if (this.room) leaveRoom(this.room);
    this.room = undefined;
  }

  /**
   * The same, several times as fast, where the records that the chunk completes are plain. Undefined, and nothing changed,
   * where they are not, or where it completes none.
   */
  private pushPlain(chunk: Buffer): Block | undefined {
    const skip = this.plainStart(chunk);
    const end = 1 + Math.max(chunk.lastIndexOf(lineFeed), chunk.lastIndexOf(carriageReturn));
    if (skip < 0 || end <= skip || this.recordBytes + chunk.length > maxRecordBytes) return undefined;
    if (chunk.includes(quote) || chunk.includes(0) || this.pending.some((bytes) => bytes.includes(quote)))
      return undefined;
    this.room ??= enterRoom();
    if (!this.room) return undefined;
    const found = split(this.room, [...this.pending, chunk.subarray(skip, end)], this.delimiter, this.line);
    if (!found) return undefined;
    const { cells, lines, blankLines, nextLine } = found;
    const firstLine = this.line;
    this.pending = end < chunk.length ? [Buffer.from(chunk.subarray(end))] : [];
    this.offset = byteOrderMark.length;
    this.blankLines += blankLines;
    this.line = nextLine;
    this.recordLine = nextLine;
    this.recordBytes = 0;
    this.field = 1;
    this.state = fieldStart;
    this.afterCarriageReturn = chunk[end - 1] === carriageReturn;
    this.scan(chunk, end);
    return { bytes: cells.bytes, firstLine, lines, cells };
  }

  /** How many bytes at the chunk's beginning belong to no record; −1 where only a scan can tell. */
  private plainStart(chunk: Buffer): number {
    if (this.offset >= byteOrderMark.length) return this.afterCarriageReturn && chunk[0] === lineFeed ? 1 : 0;
    if (this.offset > 0 || chunk.length < byteOrderMark.length || chunk[0] >= 0xfe) return -1;
    return byteOrderMark.every((mark, i) => chunk[i] === mark) ? byteOrderMark.length : 0;
  }

  /** Scans the chunk from `start` on; returns the index behind its last whole record, 0 where it completes none. */
  private scan(chunk: Buffer, start: number): number {
    const { delimiter } = this;
    let { state, recordBytes } = this;
    let end = 0;
    for (let i = start; i < chunk.length; i++) {
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
      this.fail(
        this.quoteLine,
        this.quoteField,
        `the quote that opens here is not closed within ${limit}; ${closeIt}`,
      );
    else this.fail(this.recordLine, this.field, `a record longer than ${limit}: not a CSV file?`);
  }

  private fail(line: number, field: number, message: string): void {
    this.error ??= new MlpError('data', `${this.name}:${line}:${field}: ${message}`);
  }
}

const closeIt = 'close it, or, where it is text, quote the field and write it twice ("")';
const limit = `${maxRecordBytes / (1024 * 1024)} MiB`;
