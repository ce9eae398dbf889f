import { fileAccess } from '#file_access';
import { platform } from '#platform';
import { MlpError } from '../../errors.js';
import type { Hash } from '../../platform/platform.js';
import { formatByEnding, type InputFormat } from '../input_format.js';
import type { OpenFile } from '../parquet/open_file.js';
import { readParquet } from '../parquet/read.js';
import type { FileRows } from '../table/chunk.js';
import { type ByteSource, isStream, openSource } from './bytes.js';
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
    const text = async (start: number, end: number) => platform.decodeLatin1(await file.read(start, end));
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
    const bytes = new HashedFile(file, source, hash);
    yield* readParquet(bytes, source.name, await fileAccess.parquet(), options);
    await bytes.hashRest();
  } finally {
    file.close();
  }
}

/** Most bytes that are read for the hash alone at once. */
const chunkBytes = 1 << 17;

/**
 * A file whose bytes a hash takes in, in their order: as they are read, if they are read in order, as columns mostly
 * are; the rest at the end.
 */
class HashedFile {
  private hashed = 0;

  constructor(
    private readonly file: OpenFile,
    private readonly source: ByteSource,
    private readonly hash: Hash | undefined,
  ) {}

  get size(): number {
    return this.file.size;
  }

  async read(start: number, end: number, into?: ArrayBuffer): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = await this.bytesOf(start, end, into);
    const known = this.hashed - start;
    if (known < 0 || known >= bytes.length) return bytes;
    this.hash?.update(bytes.subarray(known));
    this.hashed = start + bytes.length;
    return bytes;
  }

  /** Gives the hash all bytes that it does not have yet. */
  async hashRest(): Promise<void> {
    const buffer = new ArrayBuffer(chunkBytes);
    for (let length = 1; this.hash && length > 0; )
      length = (await this.read(this.hashed, this.hashed + chunkBytes, buffer)).length;
  }

  private async bytesOf(...range: Parameters<OpenFile['read']>): Promise<Uint8Array<ArrayBuffer>> {
    try {
      return await this.file.read(...range);
    } catch (error) {
      const { input, name } = this.source;
      throw fileAccess.readError(error, name, typeof input === 'string' ? input : undefined);
    }
  }
}
