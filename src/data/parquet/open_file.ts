/** A file that can be read anywhere. */
export interface OpenFile {
  readonly size: number;
  /**
   * The bytes [start, end), fewer where the file ends before: at the beginning of `into`, where it is given and has
   * room for them; else alone in a buffer of their own.
   */
  read(start: number, end: number, into?: ArrayBuffer): Promise<Uint8Array<ArrayBuffer>>;
  close(): void;
}

/** Decoders of Parquet. */
export type ParquetLibrary = typeof import('./library.js');
