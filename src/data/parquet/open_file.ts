/** A file that can be read anywhere. */
export interface OpenFile {
  readonly size: number;
  /** The bytes [start, end), fewer where the file ends before, in a buffer of their own. */
  read(start: number, end: number): Promise<ArrayBuffer>;
  close(): void;
}

/** Decoders of Parquet. */
export type ParquetLibrary = typeof import('./library.js');
