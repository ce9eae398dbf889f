import { platform } from '#platform';
import { MlpError } from '../../errors.js';
import { concat, copyOf, equal } from '../../platform/bytes.js';
import type { Format } from './format.js';
import { ParsedRecords, parseRecords } from './parsed_records.js';
import { PlainRecords } from './plain_records.js';
import { Preamble } from './preamble.js';
import { withoutQuoteSpaces } from './quote_spaces.js';
import type { Records } from './records.js';
import {
  carriageReturn,
  lineFeed,
  maxRecordBytes,
  quote,
  RecordScanner,
  type ScannerState,
} from './scanner.js';
import { acquireWorkspace, releaseWorkspace, split, type Workspace } from './wasm/index.js';

/** Part of a file's format that records depend on. */
export type RecordOptions = Pick<Format, 'delimiter' | 'comment' | 'skip_rows'>;

/**
 * Splits bytes into records and fields as they arrive: CSV as RFC 4180 has it, with LF, CRLF, CR or a mixture of them;
 * what stands above the first record is passed over (`Preamble`), and so are empty lines and comments
 * (`RecordScanner`). A quote within an unquoted field is text, as everywhere; one with blanks before it opens a field.
 * README.md beside this file says why there are two ways.
 */
export class RecordReader {
  private readonly scanner: RecordScanner;
  private readonly preamble: Preamble;
  private readonly comment: string | undefined;
  private readonly prefix: Uint8Array | undefined;
  /** Workspace in which plain records are split, once there are some. */
  private workspace: Workspace | undefined;
  /** Copies of the bytes behind the last whole record: the chunk they came in is used again. */
  private pending: Uint8Array[] = [];

  /** Text that is not UTF-8 is refused, unless it may be `anyText`: then it is decoded as well as may be. */
  constructor(
    private readonly name: string,
    { delimiter, comment, skip_rows = 0 }: RecordOptions,
    private readonly anyText = false,
  ) {
    this.comment = comment ?? undefined;
    this.prefix = this.comment === undefined ? undefined : platform.encodeText(this.comment);
    this.preamble = new Preamble(skip_rows);
    this.scanner = new RecordScanner(name, delimiter.charCodeAt(0), this.prefix);
  }

  /** The delimiter: the one that was given, unless the first line is `sep=` and another. */
  get delimiter(): string {
    return String.fromCharCode(this.scanner.delimiter);
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
  push(chunk: Uint8Array): Records | undefined {
    const bytes = this.preamble.isOver ? chunk : this.belowPreamble(chunk);
    if (this.error) return undefined;
    const plain = this.splitPlain(bytes);
    return plain ?? (this.error ? undefined : this.splitAny(bytes));
  }

  /** Gives what is left when no more bytes come: a last record without an end of line. */
  end(): Records | undefined {
    if (!this.preamble.isOver) {
      const head = this.preamble.end();
      if (head.length > 0) this.splitAny(head);
    }
    const start = this.scanner.state;
    if (!this.scanner.end()) return undefined;
    return this.parsed(concat(this.pending), start, Uint32Array.of(start.line));
  }

  /** Ends reading: records that were given out are no longer valid then. */
  close(): void {
    if (this.workspace) releaseWorkspace(this.workspace);
    this.workspace = undefined;
  }

  /** Gives what of a chunk stands below the preamble, which may not be over. */
  private belowPreamble(chunk: Uint8Array): Uint8Array {
    const { preamble, scanner } = this;
    const bytes = preamble.push(chunk);
    if (preamble.isUtf16)
      scanner.fail(1, 1, 'this is UTF-16; save the file as UTF-8 (iconv -f UTF-16 -t UTF-8)');
    if (preamble.separator !== undefined) scanner.delimiter = preamble.separator.charCodeAt(0);
    if (preamble.isOver && preamble.lines > 0) scanner.passOver(preamble.lines + 1, 0, preamble.lastByte);
    return bytes;
  }

  /**
   * Splits plain records. Undefined, and nothing changed, where the chunk completes no record or they are not plain.
   */
  private splitPlain(chunk: Uint8Array): Records | undefined {
    const { pending, scanner } = this;
    const skip = chunk.length > 0 && scanner.continuesLineEnd(chunk[0]) ? 1 : 0;
    const end = 1 + Math.max(chunk.lastIndexOf(lineFeed), chunk.lastIndexOf(carriageReturn));
    if (end <= skip || scanner.recordBytes + chunk.length > maxRecordBytes) return undefined;
    if (chunk.includes(quote) || chunk.includes(0) || pending.some((bytes) => bytes.includes(quote)))
      return undefined;
    if (this.mayHoldComment(chunk)) return undefined;
    this.workspace ??= acquireWorkspace();
    if (!this.workspace) return undefined;
    const start = scanner.state;
    const parts = [...pending, chunk.subarray(skip, end)];
    const found = split(this.workspace, parts, scanner.delimiter, scanner.line);
    // an empty line is a record there
    if (!found || (found.blankLines > 0 && (scanner.blankIsRecord ?? found.width === 1))) return undefined;
    scanner.blankIsRecord ??= found.width === 1;
    scanner.passOver(found.nextLine, found.blankLines, chunk[end - 1]);
    scanner.scan(chunk, end);
    this.keep(chunk, end);
    return this.isText(found.bytes) ? new PlainRecords(found) : this.beforeOtherText(found.bytes, start);
  }

  /** Splits what plain records are not, or waits for the end of a record. */
  private splitAny(chunk: Uint8Array): Records | undefined {
    const { pending, scanner } = this;
    const start = scanner.state;
    const end = scanner.scan(chunk);
    if (end <= scanner.skip) {
      pending.push(copyOf(chunk.subarray(scanner.skip)));
      return undefined;
    }
    const bytes = concat([...pending, chunk.subarray(scanner.skip, end)]);
    this.keep(chunk, end);
    return this.parsed(bytes, start, scanner.takeLines());
  }

  /** Decides whether a line begins with the prefix of comments in what is pending and a chunk. */
  private mayHoldComment(chunk: Uint8Array): boolean {
    const { comment, pending, prefix } = this;
    if (comment === undefined || prefix === undefined) return false;
    const start = concat([...pending, chunk.subarray(0, prefix.length)]).subarray(0, prefix.length);
    if (equal(start, prefix)) return true;
    const text = platform.decodeText(chunk);
    return text.includes(`\n${comment}`) || text.includes(`\r${comment}`);
  }

  /** Splits whole records that begin at `start`, and on these lines. */
  private parsed(bytes: Uint8Array, start: ScannerState, lines: Uint32Array): Records | undefined {
    if (lines.length === 0) return undefined;
    if (!this.isText(bytes)) return this.beforeOtherText(bytes, start);
    return this.splitFields(bytes, lines, this.scanner.blankLines - start.blankLines);
  }

  /** Splits records; where an empty line is one, `blank` of those that csv-parse finds stand above the first. */
  private splitFields(bytes: Uint8Array, lines: Uint32Array, blank: number): ParsedRecords {
    const { comment, delimiter, prefix, scanner } = this;
    const { hasQuoteSpaces, blankIsRecord = false } = scanner;
    const text = hasQuoteSpaces ? withoutQuoteSpaces(bytes, scanner.delimiter, prefix) : bytes;
    const fields = parseRecords(text, { delimiter, comment, blankIsRecord });
    return new ParsedRecords(lines, blankIsRecord && blank > 0 ? fields.slice(blank) : fields);
  }

  private isText(bytes: Uint8Array): boolean {
    return this.anyText || platform.isUtf8(bytes);
  }

  private keep(chunk: Uint8Array, end: number): void {
    this.pending = end < chunk.length ? [copyOf(chunk.subarray(end))] : [];
  }

  /**
   * Refuses what is not UTF-8, by the line and the field of the first byte that decoding would have to replace; returns
   * the whole records before it, if there are any.
   */
  private beforeOtherText(bytes: Uint8Array, start: ScannerState): Records | undefined {
    const decoded = platform.encodeText(platform.decodeText(bytes));
    let valid = 0;
    while (bytes[valid] === decoded[valid]) valid++;
    const scanner = new RecordScanner('', this.scanner.delimiter, this.prefix, start.line);
    scanner.blankIsRecord = start.blankIsRecord;
    scanner.scan(bytes.subarray(0, valid));
    const { line, field, recordBytes } = scanner;
    this.scanner.error = new MlpError(
      'data',
      `${this.name}:${line}:${field}: not valid UTF-8; save the file as UTF-8 (for example: iconv -f LATIN1 -t UTF-8)`,
    );
    const lines = scanner.takeLines();
    const before = bytes.subarray(0, valid - recordBytes);
    return lines.length === 0 ? undefined : this.splitFields(before, lines, scanner.blankLines);
  }
}
