import { MlpError } from '../../errors.js';
import { Growable } from '../table/growable.js';
import { otherDelimiter, usualDelimiters } from './header.js';

/** The largest record, in bytes: what an unclosed quote or an endless line may take of memory. */
export const maxRecordBytes = 16 * 1024 * 1024;

export const [lineFeed, carriageReturn, quote] = [0x0a, 0x0d, 0x22];

/**
 * States within a record: at a field's start or in blanks there, in an unquoted field, in a quoted one, behind a quote
 * within that, in blanks behind that; or in a line that is no record.
 */
const [fieldStart, unquoted, quoted, quoteSeen, quoteClosed, comment] = [0, 1, 2, 3, 4, 5];

/** Tells a space or a tab, which may stand around a field in quotes. */
export const isBlank = (byte: number): boolean => byte === 0x20 || byte === 0x09;

/** Position between records: the line of the next one, and what there was before. */
export interface ScannerState {
  readonly line: number;
  readonly blankLines: number;
  readonly blankIsRecord: boolean | undefined;
}

/**
 * Finds where records end, byte by byte, and on which line each begins, so that whole records can be split into fields
 * as soon as they are there. Refuses NUL, text behind a closing quote, and records without end. Lines that begin with
 * `comment` are none, and neither are empty lines, unless the first record has one field: there they are a value that
 * is missing.
 */
export class RecordScanner {
  /** The line of the next byte, and the field of its record; both count from 1. */
  line: number;
  field = 1;
  /** The line on which the record that has not ended begins, and how many bytes of it there are. */
  recordLine: number;
  recordBytes = 0;
  blankLines = 0;
  /** Whether empty lines are records; undefined before the first record. */
  blankIsRecord: boolean | undefined;
  /** True once blanks stand between a delimiter and a quote. */
  hasQuoteSpaces = false;
  /**
   * Bytes at the beginning of the chunk scanned last that belong to no record: the LF of a CRLF that was torn apart.
   */
  skip = 0;
  /** Set where the bytes cannot be read on. */
  error: MlpError | undefined;

  private readonly lines = new Growable();
  private place = fieldStart;
  private afterCarriageReturn = false;
  private quoteLine = 1;
  private quoteField = 1;
  /** Number of bytes of `comment` that the record that has not ended begins with. */
  private matched = 0;

  /** `firstLine` is the line on which the bytes begin. */
  constructor(
    private readonly name: string,
    public delimiter: number,
    private readonly comment: Uint8Array | undefined,
    firstLine = 1,
  ) {
    this.line = firstLine;
    this.recordLine = firstLine;
  }

  /** The position at the beginning of the record that has not ended. */
  get state(): ScannerState {
    const { recordLine: line, blankLines, blankIsRecord } = this;
    return { line, blankLines, blankIsRecord };
  }

  /** Scans the chunk from `start` on; returns the index behind its last whole record, 0 where it completes none. */
  scan(chunk: Uint8Array, start = 0): number {
    const { comment: prefix, delimiter } = this;
    let { place: state, recordBytes } = this;
    let end = 0;
    this.skip = 0;
    for (let i = start; i < chunk.length; i++) {
      const byte = chunk[i];
      if (byte === lineFeed || byte === carriageReturn) {
        const second = byte === lineFeed && this.afterCarriageReturn;
        this.afterCarriageReturn = byte === carriageReturn;
        if (!second) this.line++;
        else if (i === 0 && state !== quoted) this.skip = 1;
        if (state === quoted) {
          recordBytes++;
          continue;
        }
        if (state !== comment) {
          if (recordBytes > 0) {
            this.lines.push(this.recordLine);
            this.blankIsRecord ??= this.field === 1;
          } else if (!second) {
            if (this.blankIsRecord) this.lines.push(this.recordLine);
            else this.blankLines++;
          }
        }
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
      if (prefix && this.begins(prefix, byte, recordBytes)) state = comment;
      if (state === comment) continue;
      if (state === quoted) {
        if (byte === quote) state = quoteSeen;
      } else if (byte === delimiter) {
        state = fieldStart;
        this.field++;
      } else if (byte === quote && (state === fieldStart || state === quoteSeen)) {
        if (state === fieldStart) {
          this.quoteLine = this.line;
          this.quoteField = this.field;
          if (i > 0 ? isBlank(chunk[i - 1]) && chunk[i - 1] !== delimiter : recordBytes > 1)
            this.hasQuoteSpaces = true;
        }
        state = quoted;
      } else if (isBlank(byte) && state !== unquoted) {
        if (state === quoteSeen) {
          state = quoteClosed;
          this.hasQuoteSpaces = true;
        }
      } else if (state === quoteSeen || state === quoteClosed) {
        this.fail(
          this.line,
          this.field,
          this.field === 1 && byte !== undefined && usualDelimiters.includes(String.fromCharCode(byte))
            ? `text after a closing quote; ${otherDelimiter(String.fromCharCode(byte))}`
            : 'text after a closing quote; a quote within a quoted field is written twice ("")',
        );
        break;
      } else {
        state = unquoted;
      }
    }
    this.place = state;
    this.recordBytes = recordBytes;
    return end;
  }

  /** Decides whether the record, of which `byte` is number `length`, begins with a prefix that is whole here. */
  private begins(prefix: Uint8Array, byte: number, length: number): boolean {
    if (length === 1) this.matched = 0;
    if (this.matched !== length - 1 || byte !== prefix[this.matched]) return false;
    return ++this.matched === prefix.length;
  }

  /** Goes on behind whole lines without a quote that were read without it, to line `nextLine`. */
  passOver(nextLine: number, blankLines: number, endsWith: number): void {
    this.line = nextLine;
    this.recordLine = nextLine;
    this.recordBytes = 0;
    this.blankLines += blankLines;
    this.field = 1;
    this.place = fieldStart;
    this.afterCarriageReturn = endsWith === carriageReturn;
  }

  /** Gives the line on which each record begins that has ended since the last call. */
  takeLines(): Uint32Array {
    return this.lines.finish();
  }

  /** Decides whether the next byte is the second of a CRLF. */
  continuesLineEnd(byte: number): boolean {
    return this.afterCarriageReturn && byte === lineFeed;
  }

  /** Ends the bytes; true where a last record has no end of line. */
  end(): boolean {
    if (this.place === quoted)
      this.fail(this.quoteLine, this.quoteField, `the quote that opens here is never closed; ${closeIt}`);
    return !this.error && this.recordBytes > 0 && this.place !== comment;
  }

  /** Sets the error, unless there is one. */
  fail(line: number, field: number, message: string): void {
    this.error ??= new MlpError('data', `${this.name}:${line}:${field}: ${message}`);
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
}

const closeIt = 'close it, or, where it is text, quote the field and write it twice ("")';
const limit = `${maxRecordBytes / (1024 * 1024)} MiB`;
