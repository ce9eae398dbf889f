import { fileAccess } from '#file_access';
import { platform } from '#platform';
import { didYouMean, MlpError } from '../../errors.js';
import { concat, copyOf } from '../../platform/bytes.js';
import type { Hash } from '../../platform/platform.js';
import type { OpenFile } from '../parquet/open_file.js';
import { type Compression, compressionOf, compressions, longestMark } from './compressions.js';
import { refuseUnreadable } from './unreadable.js';

/** A stream of bytes, or of texts, such as stdin. */
export type ByteStream = AsyncIterable<Uint8Array | string>;

/** Source of bytes: a file's path, its bytes, or a stream. `name` is what messages call it. */
export interface ByteSource {
  readonly name: string;
  readonly input: string | Uint8Array | ByteStream;
}

/** Files that are in memory, by their names. */
export type MemoryFiles = ReadonlyMap<string, Uint8Array>;

/** Places that names of files lead to: files in memory, if there are any, or else a directory; `-` is stdin. */
export interface Places {
  readonly directory: string;
  /** Whether messages name files as they are seen from where the directory is; default: as they are given. */
  readonly namesPlace?: boolean;
  readonly stdin?: ByteStream;
  readonly files?: MemoryFiles;
}

/** Whether a source is a stream, which has no name of a file that could tell what it holds. */
export const isStream = ({ input }: ByteSource): boolean =>
  typeof input !== 'string' && !(input instanceof Uint8Array);

/**
 * Finds what a path names, as the config or the command line gives it; `-` is stdin.
 *
 * @throws MlpError `usage` where there is no stdin; `no_input` where files are in memory, and none has this name.
 */
export function sourceOf(path: string, places: Places): ByteSource {
  const { directory, stdin, files } = places;
  if (path === '-') {
    if (stdin) return { name: 'stdin', input: stdin };
    throw new MlpError('usage', 'data from stdin ("-"), but nothing is connected to stdin');
  }
  if (!files) return { name: nameIn(path, places), input: fileAccess.resolve(directory, path) };
  const bytes = files.get(path);
  if (bytes) return { name: path, input: bytes };
  throw new MlpError('no_input', `${path}: no such file${didYouMean(path, [...files.keys()])}`);
}

/** Name in messages of what a path names. */
export const nameIn = (path: string, { directory, namesPlace }: Omit<Places, 'stdin'>): string =>
  namesPlace ? fileAccess.below(directory, path) : path;

/**
 * Reads the bytes of a source as they arrive, never held back; a chunk is valid until the next is asked for. Gzip,
 * Zstandard and bzip2 are recognised by their first bytes and inflated, other kinds of files are refused. `hash` is
 * given the bytes as they are stored.
 *
 * @throws MlpError `no_input` where it is not found; `io` where it cannot be read; `data` where it is a directory or
 * broken, or of a kind that is not read.
 */
export async function* readBytes(source: ByteSource, hash?: Hash): AsyncGenerator<Uint8Array> {
  const raw = readable(rawBytes(source, hash), source);
  const head: Uint8Array[] = [];
  let compression: Compression | null | undefined;
  // only what begins as something compressed does has to wait for more than a byte
  while (compression === undefined) {
    const { value, done } = await raw.next();
    if (!done) head.push(copyOf(value));
    const beginning = head.map((chunk) => platform.decodeLatin1(chunk, 0, longestMark)).join('');
    compression = compressionOf(beginning, done === true);
  }
  const whole = (async function* () {
    yield* head;
    yield* raw;
  })();
  if (compression) yield* readable(inflate(whole, compression, source.name), source);
  else yield* whole;
}

/** Passes bytes on, unless the first of them are those of a kind of file that is not read. */
async function* readable(bytes: AsyncIterable<Uint8Array>, source: ByteSource): AsyncGenerator<Uint8Array> {
  let head: Uint8Array | undefined = new Uint8Array(0);
  for await (const chunk of bytes) {
    if (head) head = concat([head, chunk]);
    if (head && refuseUnreadable(head, source.name, isStream(source))) continue;
    yield head ?? chunk;
    head = undefined;
  }
  if (head && head.length > 0) yield head;
}

/** Bytes of a source that can be read anywhere, or undefined where they come from a pipe. */
export function openSource({ input, name }: ByteSource): OpenFile | undefined {
  if (input instanceof Uint8Array)
    return {
      size: input.length,
      read: async (start, end) => copyOf(input.subarray(start, end)),
      close: () => {},
    };
  if (typeof input !== 'string') return undefined;
  try {
    return fileAccess.open(input);
  } catch (error) {
    throw fileAccess.readError(error, name, input);
  }
}

/** Number of bytes of a source; 0 where it is not known, as of a pipe. */
export function sizeOf(source: ByteSource): number {
  const file = openSource(source);
  file?.close();
  return file?.size ?? 0;
}

async function* rawBytes({ input, name }: ByteSource, hash?: Hash): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of chunksOf(input)) {
      const bytes = typeof chunk === 'string' ? platform.encodeText(chunk) : chunk;
      hash?.update(bytes);
      yield bytes;
    }
  } catch (error) {
    throw fileAccess.readError(error, name, typeof input === 'string' ? input : undefined);
  }
}

/** Bytes of a chunk of those that are in memory: readers hold no more at once than of a file. */
const chunkBytes = 1 << 17;

function chunksOf(input: ByteSource['input']): AsyncIterable<Uint8Array | string> | Iterable<Uint8Array> {
  if (typeof input === 'string') return fileAccess.read(input);
  if (!(input instanceof Uint8Array)) return input;
  return Array.from({ length: Math.ceil(input.length / chunkBytes) }, (_, i) =>
    input.subarray(i * chunkBytes, (i + 1) * chunkBytes),
  );
}

async function* inflate(
  bytes: AsyncIterable<Uint8Array>,
  compression: Compression,
  name: string,
): AsyncGenerator<Uint8Array> {
  try {
    yield* fileAccess.inflate(bytes, compression);
  } catch (error) {
    if (error instanceof MlpError) throw error;
    // what a library trips over where bytes are missing says nothing to a reader
    const message = error instanceof TypeError ? 'it ends too early' : (error as Error).message;
    throw new MlpError('data', `${name}: not a whole ${compressions[compression].name} file (${message})`, {
      cause: error,
    });
  }
}

/** Copies chunks, for a reader that keeps them or reads ahead. */
export async function* copies(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) yield copyOf(chunk);
}
