import { MlpError } from '../../../errors.js';
import { copyOf } from '../../../platform/bytes.js';
import type { FileAccess } from './file_access.js';

/** The part of the standard's streams that is used here, which TypeScript declares for browsers only. */
interface Streams {
  readonly DecompressionStream: new (
    format: string,
  ) => {
    readonly readable: { getReader(): { read(): Promise<{ done: boolean; value: Uint8Array }> } };
    readonly writable: {
      getWriter(): { write(bytes: Uint8Array): Promise<void>; close(): Promise<void> };
    };
  };
}

export const fileAccess: FileAccess = {
  resolve: (_directory, path) => path,
  below: (_directory, path) => path,
  expand: async (path) => [path],

  // biome-ignore lint/correctness/useYield: there is nothing to give
  async *read(path) {
    throw new MlpError('no_input', `${path}: a page has no files but those that it is given`);
  },

  open: () => undefined,

  async parquet() {
    throw new MlpError('data', 'Parquet is not read in a page; give it CSV or JSON lines');
  },

  async queries() {
    throw new MlpError('data', 'queries are not asked in a page; give it CSV or JSON lines');
  },

  async *inflate(bytes, compression) {
    if (compression !== 'gzip')
      throw new MlpError('data', `${compression} is not read in a page; give it gzip, or the text itself`);
    const { DecompressionStream } = globalThis as unknown as Streams;
    const { readable, writable } = new DecompressionStream('gzip');
    const [reader, writer] = [readable.getReader(), writable.getWriter()];
    const written = (async () => {
      for await (const chunk of bytes) await writer.write(copyOf(chunk));
      await writer.close();
    })();
    // what is wrong with the bytes is thrown by the reader, too
    written.catch(() => {});
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
    await written;
  },

  readError: (error) => error,
};
