import { fileAccess } from '#file_access';
import { platform } from '#platform';
import { MlpError } from '../../errors.js';
import type { Hash } from '../../platform/platform.js';
import { formatByEnding, type InputFormat } from '../input_format.js';
import { readParquet } from '../parquet/read.js';
import type { FileRows } from '../table/chunk.js';
import { type ByteSource, hashBytes, isStream, openSource } from './bytes.js';
import type { ReadOptions } from './readers.js';

/** Bytes that a Parquet file begins with; a CSV file's first column may have the name, too, but no such end. */
const magic = ['PAR1', 'PARE'];

/** The format that a source's name or its bytes tell before its text is looked at; undefined where they tell none. */
export async function toldFormat(
  source: ByteSource,
  said: InputFormat | undefined,
): Promise<InputFormat | undefined> {
  if (said) return said;
  if (isStream(source)) return undefined;
  const byEnding = formatByEnding(source.name);
  if (byEnding) return byEnding;
  const file = openSource(source);
  if (!file) return undefined;
  try {
    const text = async (start: number, end: number) =>
      platform.decodeLatin1(new Uint8Array(await file.read(start, end)));
    const begins = await text(0, 5);
    if (!magic.includes(begins.slice(0, 4))) return undefined;
    // one that is cut off ends otherwise, but bytes of a page follow
    const isWhole = file.size > 8 && magic.includes(await text(file.size - 4, file.size));
    return isWhole || begins.endsWith('\x15') ? 'parquet' : undefined;
  } finally {
    file.close();
  }
}

/**
 * Reads the rows of a Parquet file; the hash takes in its bytes.
 *
 * @throws MlpError `usage` for a pipe, `data` where it cannot be read.
 */
export async function* readParquetFile(
  source: ByteSource,
  options: ReadOptions,
  hash?: Hash,
): AsyncGenerator<FileRows> {
  const file = openSource(source);
  if (!file)
    throw new MlpError(
      'usage',
      `${source.name}: Parquet is not read from a pipe, as what is in it stands at its end; name a file`,
    );
  try {
    if (hash) await hashBytes(source, hash);
    yield* readParquet(file, source.name, await fileAccess.parquet(), options);
  } finally {
    file.close();
  }
}
