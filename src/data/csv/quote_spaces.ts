import { equal } from '../../platform/bytes.js';
import { carriageReturn, isBlank, lineFeed, quote } from './scanner.js';

const [fieldStart, unquoted, quoted, quoteSeen, comment] = [0, 1, 2, 3, 4];

/**
 * Takes out the spaces between a delimiter and the quotes around a field (`1, "a" ,2`), which csv-parse takes for a
 * part of the field. The bytes are whole records that the scanner has let pass.
 */
export function withoutQuoteSpaces(
  bytes: Uint8Array,
  delimiter: number,
  prefix: Uint8Array | undefined,
): Uint8Array {
  const kept = new Uint8Array(bytes.length);
  let length = 0;
  let start = 0;
  let state = fieldStart;
  let isRecordStart = true;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    if (isRecordStart && prefix && equal(bytes.subarray(i, i + prefix.length), prefix)) state = comment;
    isRecordStart = false;
    const ends = byte === lineFeed || byte === carriageReturn;
    if (state === quoteSeen && isBlank(byte) && byte !== delimiter) continue;
    kept[length++] = byte;
    if (state === quoted) {
      if (byte === quote) state = quoteSeen;
    } else if (ends || (byte === delimiter && state !== comment)) {
      state = fieldStart;
      start = length;
      isRecordStart = ends;
    } else if (state === quoteSeen) state = quoted;
    else if (state === fieldStart && byte === quote) {
      length = start;
      kept[length++] = quote;
      state = quoted;
    } else if (state === fieldStart && !isBlank(byte)) state = unquoted;
  }
  return kept.subarray(0, length);
}
