import { writeFileSync } from 'node:fs';
import { type ColumnSource, parquetWriteBuffer } from 'hyparquet-writer';
import type { ByteSource } from '../../../src/data/sources/bytes.js';

type Options = Omit<Parameters<typeof parquetWriteBuffer>[0], 'columnData'>;

/** The bytes of a Parquet file with these columns. */
export const parquetBytes = (columnData: readonly ColumnSource[], options: Options = {}): Uint8Array =>
  new Uint8Array(parquetWriteBuffer({ columnData: [...columnData], ...options }));

/** A Parquet file in memory. */
export const parquetSource = (columnData: readonly ColumnSource[], options: Options = {}): ByteSource => ({
  name: 'd.parquet',
  input: parquetBytes(columnData, options),
});

/** Writes a Parquet file. */
export const writeParquet = (path: string, columnData: readonly ColumnSource[], options: Options = {}) =>
  writeFileSync(path, parquetBytes(columnData, options));
