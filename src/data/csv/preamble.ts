import { platform } from '#platform';
import { concat, copyOf, equal } from '../../platform/bytes.js';
import { carriageReturn, lineFeed } from './scanner.js';

const byteOrderMark = Uint8Array.of(0xef, 0xbb, 0xbf);
const utf16Marks = [Uint8Array.of(0xff, 0xfe), Uint8Array.of(0xfe, 0xff)];

/** Excel's first line, which names the delimiter of the lines below it. */
const separatorLine = /^("?)sep=([\t -!#-~])\1(?=[\r\n])/i;
const longestSeparatorLine = 'x"sep=;"'.length;

/**
 * Reader of what stands above the first record: a byte order mark, then Excel's line `sep=;`, or the lines that are to
 * be skipped. It takes bytes as they come and gives those behind it.
 */
export class Preamble {
  isOver = false;
  /** Number of lines that it has, and the last byte of them. */
  lines = 0;
  lastByte = 0;
  /** The delimiter that a line `sep=` names. */
  separator: string | undefined;
  /** True where a mark says that the text is UTF-16. */
  isUtf16 = false;
  private head: Uint8Array = new Uint8Array(0);
  private isMarkRead = false;

  constructor(private readonly skip: number) {}

  /** Takes a chunk, and gives what of the bytes so far stands below. */
  push(chunk: Uint8Array): Uint8Array {
    let bytes = this.head.length > 0 ? concat([this.head, chunk]) : chunk;
    this.head = new Uint8Array(0);
    if (!this.isMarkRead) {
      if ([byteOrderMark, ...utf16Marks].some((mark) => mayBecome(bytes, mark))) return this.wait(bytes);
      this.isMarkRead = true;
      this.isUtf16 = utf16Marks.some((mark) => begins(bytes, mark));
      if (begins(bytes, byteOrderMark)) bytes = bytes.subarray(byteOrderMark.length);
    }
    return this.skip > 0 ? this.skipLines(bytes) : this.readSeparator(bytes);
  }

  /** Gives the bytes that were held back, as no more come. */
  end(): Uint8Array {
    this.isOver = true;
    return this.head;
  }

  private wait(bytes: Uint8Array): Uint8Array {
    this.head = copyOf(bytes);
    return bytes.subarray(0, 0);
  }

  private readSeparator(bytes: Uint8Array): Uint8Array {
    const text = platform.decodeLatin1(bytes, 0, longestSeparatorLine).toLowerCase();
    const isPart = ['sep=', '"sep='].some((start) => text.startsWith(start) || start.startsWith(text));
    const found = separatorLine.exec(text);
    if (isPart && !found && text.length < longestSeparatorLine && !/[\r\n]/.test(text))
      return this.wait(bytes);
    this.isOver = true;
    if (!found) return bytes;
    this.separator = found[2];
    return this.below(bytes, found[0].length + 1);
  }

  private skipLines(bytes: Uint8Array): Uint8Array {
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i];
      const ends = byte === carriageReturn || (byte === lineFeed && this.lastByte !== carriageReturn);
      this.lastByte = byte;
      if (!ends) continue;
      if (this.lines + 1 === this.skip) {
        this.isOver = true;
        return this.below(bytes, i + 1);
      }
      this.lines++;
    }
    return bytes.subarray(0, 0);
  }

  /** Ends with the line that ends before `start`. */
  private below(bytes: Uint8Array, start: number): Uint8Array {
    this.lines++;
    this.lastByte = bytes[start - 1];
    return bytes.subarray(start);
  }
}

const begins = (bytes: Uint8Array, mark: Uint8Array): boolean => equal(bytes.subarray(0, mark.length), mark);

const mayBecome = (bytes: Uint8Array, mark: Uint8Array): boolean =>
  bytes.length < mark.length && equal(mark.subarray(0, bytes.length), bytes);
