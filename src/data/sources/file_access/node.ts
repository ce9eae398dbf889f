import { closeSync, createReadStream, existsSync, openSync, readSync, statSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { type Duplex, pipeline, Readable, Transform } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { MlpError } from '../../../errors.js';
import { excerpt } from '../../../files/excerpt.js';
import { nearNames } from '../../../files/index.js';
import { copyOf } from '../../../platform/bytes.js';
import type { Compression } from '../compressions.js';
import type { FileAccess } from './file_access.js';

const chunkBytes = 1 << 17;

export const fileAccess: FileAccess = {
  resolve,
  below: (directory, path) => (isAbsolute(path) ? path : join(directory, path)),

  async expand(path, directory) {
    if (!isPattern(path) || existsSync(resolve(directory, path))) return [path];
    // directories that are there are none either
    const parts = path.split('/');
    let fixed = 0;
    while (fixed < parts.length - 1 && isDirectory(parts.slice(0, fixed + 1), directory)) fixed++;
    const base = parts.slice(0, fixed).map((part) => `${part}/`);
    const { glob } = await import('tinyglobby');
    const found = await glob(parts.slice(fixed).join('/'), {
      cwd: resolve(directory, base.join('') || '.'),
      expandDirectories: false,
    });
    if (found.length === 0)
      throw new MlpError('no_input', `${path}: no file has a name of this pattern (${excerpt(path)})`);
    return found.map((name) => base.join('') + name).sort();
  },

  /** All chunks in one buffer; those of a pipe or a device as they arrive. */
  async *read(path) {
    if (!statSync(path).isFile()) return yield* createReadStream(path, { highWaterMark: chunkBytes });
    const file = openSync(path, 'r');
    try {
      const buffer = Buffer.allocUnsafeSlow(chunkBytes);
      for (let length = 1; length > 0; ) {
        length = readSync(file, buffer);
        if (length > 0) yield buffer.subarray(0, length);
        // signals and timers get their turn
        await setImmediate();
      }
    } finally {
      closeSync(file);
    }
  },

  open(path) {
    const { size, isFile } = statOf(path);
    if (!isFile) return undefined;
    const file = openSync(path, 'r');
    return {
      size,
      async read(start, end, into) {
        // signals and timers get their turn
        await setImmediate();
        const most = Math.max(0, Math.min(end, size) - start);
        const bytes = into && into.byteLength >= most ? new Uint8Array(into, 0, most) : new Uint8Array(most);
        let length = 0;
        for (let more = 1; more > 0 && length < bytes.length; length += more)
          more = readSync(file, bytes, length, bytes.length - length, start + length);
        return length < bytes.length ? bytes.slice(0, length) : bytes;
      },
      close: () => closeSync(file),
    };
  },

  /** The decoders, with those of Node where it has them: they are several times faster. */
  async parquet() {
    const library = await import('../../parquet/library.js');
    const { gunzipSync, brotliDecompressSync, ...newer } = await import('node:zlib');
    const { zstdDecompressSync } = newer as { zstdDecompressSync?: typeof gunzipSync };
    const native = {
      GZIP: (bytes: Uint8Array) => gunzipSync(bytes),
      BROTLI: (bytes: Uint8Array) => brotliDecompressSync(bytes),
      ...(zstdDecompressSync && { ZSTD: (bytes: Uint8Array) => zstdDecompressSync(bytes) }),
    };
    return { ...library, compressors: { ...library.compressors, ...native } };
  },

  queries: () => import('../../sql/library.js'),

  async *inflate(bytes, compression) {
    const inflater = await inflaters[compression]();
    pipeline(Readable.from(copies(bytes)), inflater, () => {});
    for await (const chunk of inflater) yield chunk as Buffer;
  },

  readError(error, name, path) {
    const { code, message } = error as NodeJS.ErrnoException;
    const because = { cause: error };
    if (code === 'ENOENT' || code === 'ENOTDIR')
      return new MlpError(
        'no_input',
        `${name}: no such file${path === undefined ? '' : nearNames(path, undefined, name)}`,
        because,
      );
    if (code === 'EISDIR')
      return new MlpError(
        'data',
        `${name}: no data: this is a directory, a CSV file was expected (its files: '${join(name, '*.csv')}')`,
        because,
      );
    if (code !== undefined) return new MlpError('io', `${name}: cannot be read (${message})`, because);
    return error;
  },
};

function statOf(path: string): { readonly size: number; readonly isFile: boolean } {
  const found = statSync(path);
  return { size: found.size, isFile: found.isFile() };
}

/** Makers of streams that inflate; Node has Zstandard from 22.15 on. */
const inflaters: Record<Compression, () => Promise<Duplex>> = {
  gzip: async () => (await import('node:zlib')).createGunzip({ chunkSize: chunkBytes }),

  async bzip2() {
    const inflater = (await import('unbzip2-stream')).default();
    return transformBy((give) => {
      inflater.on('data', give).on('error', (error) => {
        // the library's own words say nothing of what is wrong
        const message = error.name === 'Bzip2Error' ? 'its bytes are damaged' : 'it ends too early';
        throw new Error(message, { cause: error });
      });
      return { push: (chunk) => inflater.write(chunk), end: () => inflater.end() };
    });
  },

  async zstd() {
    const { createZstdDecompress } = (await import('node:zlib')) as { createZstdDecompress?: () => Duplex };
    if (createZstdDecompress) return createZstdDecompress();
    const { Decompress } = await import('fzstd');
    return transformBy((give) => {
      const inflater = new Decompress(give);
      const push = (chunk: Uint8Array) => inflater.push(chunk);
      return { push, end: () => inflater.push(new Uint8Array(0), true) };
    });
  },
};

/** Something that is given bytes, and throws where they are not what they should be. */
interface Sink {
  push(chunk: Uint8Array): unknown;
  end(): unknown;
}

/** Makes a stream of what gives bytes as soon as it is given some. */
function transformBy(open: (give: (bytes: Uint8Array) => void) => Sink): Duplex {
  const attempt = (work: () => unknown, done: (error?: Error) => void) => {
    let failure: Error | undefined;
    try {
      work();
    } catch (error) {
      failure = error as Error;
    }
    done(failure);
  };
  const stream = new Transform({
    transform: (chunk, _, done) => attempt(() => sink.push(chunk), done),
    flush: (done) => attempt(() => sink.end(), done),
  });
  const sink = open((bytes) => stream.push(Buffer.from(bytes)));
  return stream;
}

const isPattern = (path: string): boolean => /[*?[{]/.test(path);

const isDirectory = (parts: readonly string[], directory: string): boolean =>
  existsSync(resolve(directory, `${parts.join('/')}/`));

async function* copies(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) yield copyOf(chunk);
}
