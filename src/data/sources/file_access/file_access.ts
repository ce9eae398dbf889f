import type { OpenFile, ParquetLibrary } from '../../parquet/open_file.js';
import type { QueryLibrary } from '../../sql/library.js';

import type { Compression } from '../compressions.js';

/**
 * Interface to the files of the machine. `#file_access` is node.ts, or browser.ts where the condition `browser` holds:
 * a page has only the files that it is given (`LoadOptions.files`).
 */
export interface FileAccess {
  /** The path as it is seen from a directory. */
  resolve(directory: string, path: string): string;

  /** The path from where a directory is seen: short, for messages. */
  below(directory: string, path: string): string;

  /**
   * Finds the files of a pattern, sorted by code unit; a path that is there is none, whatever its name.
   *
   * @throws MlpError `no_input` where no file has such a name.
   */
  expand(path: string, directory: string): Promise<string[]>;

  /** Reads a file's bytes; a chunk is valid until the next is asked for. Errors of the system are thrown as they are. */
  read(path: string): AsyncIterable<Uint8Array>;

  /** Opens a file to read it anywhere; undefined where it is no file but a pipe. Errors are those of `read`. */
  open(path: string): OpenFile | undefined;

  /** Loads what decodes Parquet. */
  parquet(): Promise<ParquetLibrary>;

  /** Loads what asks DuckDB. */
  queries(): Promise<QueryLibrary>;

  /** Inflates what is compressed; throws whatever says that it is broken. */
  inflate(bytes: AsyncIterable<Uint8Array>, compression: Compression): AsyncIterable<Uint8Array>;

  /** The error for a user whose file or stream, called `name`, could not be read; others come back as they are. */
  readError(error: unknown, name: string, path: string | undefined): unknown;
}
