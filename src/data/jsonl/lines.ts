import { platform } from '#platform';
import { MlpError } from '../../errors.js';
import { concat, copyOf } from '../../platform/bytes.js';
import { maxRecordBytes } from '../csv/scanner.js';

/** A line of text, without its end, and its number from 1. */
export interface Line {
  readonly text: string;
  readonly number: number;
}

const lineFeed = 0x0a;

/** Lines that arrived together, and what is wrong with what follows them. */
export interface Lines {
  readonly lines: readonly Line[];
  readonly error?: MlpError;
}

/**
 * Splits bytes into the lines that each chunk completes, in UTF-8; a byte order mark is passed over. It ends with an
 * error where a line is no UTF-8, or too long.
 */
export async function* readLines(bytes: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Lines> {
  let pending: Uint8Array[] = [];
  let length = 0;
  let number = 0;
  let error: MlpError | undefined;
  const lineOf = (parts: readonly Uint8Array[]): Line | undefined => {
    number++;
    const whole = parts.length === 1 ? parts[0] : concat(parts);
    if (!platform.isUtf8(whole)) error = notUtf8(whole, `${name}:${number}`);
    if (error) return undefined;
    const text = platform.decodeText(whole);
    return { text: number === 1 ? text.replace(/^\ufeff/, '') : text, number };
  };
  for await (const chunk of bytes) {
    const lines: Line[] = [];
    let start = 0;
    for (let end = chunk.indexOf(lineFeed); end >= 0 && !error; end = chunk.indexOf(lineFeed, start)) {
      const line = lineOf([...pending, chunk.subarray(start, end)]);
      if (line) lines.push(line);
      pending = [];
      length = 0;
      start = end + 1;
    }
    if (start < chunk.length) {
      pending.push(copyOf(chunk.subarray(start)));
      length += chunk.length - start;
    }
    if (length > maxRecordBytes && !error)
      error = new MlpError('data', `${name}:${number + 1}: a line longer than 16 MiB: not JSON lines?`);
    if (lines.length > 0 || error) yield { lines, error };
    if (error) return;
  }
  const last = length > 0 ? lineOf(pending) : undefined;
  if (last || error) yield { lines: last ? [last] : [], error };
}

function notUtf8(line: Uint8Array, location: string): MlpError {
  const isUtf16 = [0xfffe, 0xfeff].includes((line[0] << 8) | line[1]);
  return new MlpError(
    'data',
    isUtf16
      ? `${location}: this is UTF-16; save the file as UTF-8 (iconv -f UTF-16 -t UTF-8)`
      : `${location}: not valid UTF-8; save the file as UTF-8 (for example: iconv -f LATIN1 -t UTF-8)`,
  );
}
