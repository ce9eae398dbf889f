import { platform } from '#platform';
import { MlpError } from '../errors.js';

/**
 * Decodes the bytes of a file as UTF-8, without a byte order mark.
 *
 * @throws MlpError `config` with line and column of the first bad byte.
 */
export function decodeText(bytes: Uint8Array, source: string): string {
  if (platform.isUtf8(bytes)) return new TextDecoder().decode(bytes);
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
    throw new MlpError('config', `${source}: this is UTF-16; save it as UTF-8`);
  const end = validPrefix(bytes);
  const lines = new TextDecoder().decode(bytes.subarray(0, end)).split(/\r\n?|\n/);
  const byte = bytes[end].toString(16).padStart(2, '0');
  throw new MlpError(
    'config',
    `${source}:${lines.length}:${lines[lines.length - 1].length + 1}: not UTF-8 (byte 0x${byte}); save the file ` +
      'as UTF-8',
  );
}

/** Number of bytes before the first that is not UTF-8. */
function validPrefix(bytes: Uint8Array): number {
  let end = 0;
  while (end < bytes.length) {
    // One character: the shortest slice of up to four bytes that is valid by itself.
    const length = [1, 2, 3, 4].find(
      (n) => end + n <= bytes.length && platform.isUtf8(bytes.subarray(end, end + n)),
    );
    if (length === undefined) return end;
    end += length;
  }
  return end;
}
