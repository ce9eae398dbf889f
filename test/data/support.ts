import { Readable } from 'node:stream';
import type * as z from 'zod';
import type { Format } from '../../src/data/csv/format.js';
import type { Records } from '../../src/data/csv/records.js';
import type { Dataset, Task } from '../../src/data/dataset.js';
import { loadDataset } from '../../src/data/load.js';
import { dataSchema } from '../../src/data/schema.js';
import type { ByteSource } from '../../src/data/sources/bytes.js';
import { readFiles } from '../../src/data/sources/files.js';
import { filesFrom } from '../../src/data/sources/paths.js';
import { type CellSettings, plainCells } from '../../src/data/table/cells.js';
import type { TableChunk } from '../../src/data/table/chunk.js';
import { readTable } from '../../src/data/table/read.js';
import type { Column, NumberColumn, WantedType } from '../../src/data/table/table.js';
import { MlpError } from '../../src/errors.js';
import type { TargetKind } from '../../src/nn/losses/index.js';

/** A stream of these chunks, under the name data.csv. */
export const source = (...chunks: readonly (string | Buffer)[]): ByteSource => ({
  name: 'data.csv',
  input: Readable.from(chunks.map((chunk) => Buffer.from(chunk))),
});

/** Reads the rows of a CSV file. */
export const csvChunks = (from: ByteSource, format: Format, options: Parameters<typeof readFiles>[2] = {}) =>
  readFiles(filesFrom(from, 'csv'), format, options);

/** Reads a CSV file into typed columns. */
export const readCsvTable = (
  from: ByteSource,
  format: Format & Partial<CellSettings>,
  wanted: (header: readonly string[]) => ReadonlyMap<string, WantedType>,
  { limit, ...options }: Parameters<typeof csvChunks>[2] & { limit?: number } = {},
) =>
  readTable(csvChunks(from, format, options), wanted, {
    name: from.name,
    cells: { ...plainCells, ...format },
    delimiter: format.delimiter,
    limit,
  });

/** All cells of a chunk, row by row. */
export const textsOf = (chunk: TableChunk): string[][] =>
  Array.from({ length: chunk.rows }, (_, row) => chunk.header.map((_, field) => chunk.text(row, field)));

/** All fields of some records, which need not have as many of them. */
export const recordsOf = (records: Records): string[][] =>
  Array.from({ length: records.rows }, (_, row) => [...records.record(row)]);

export type Config = Omit<z.input<typeof dataSchema>, 'train'>;

/** Loads a CSV text as training data, by way of stdin. */
export const load = (
  text: string | Buffer,
  config: Config = {},
  options: { task?: Task; targets?: TargetKind; seed?: number } = {},
): Promise<Dataset> =>
  loadDataset(dataSchema.parse({ train: '-', ...config }), {
    seed: 0,
    directory: '.',
    stdin: Readable.from([Buffer.from(text)]),
    ...options,
  });

/** All values of a column: its numbers, those of its dates, or its codes. */
export function valuesOf(column: NumberColumn): Float64Array;
export function valuesOf(column: Column): Float64Array | Int32Array;
export function valuesOf(column: Column): Float64Array | Int32Array {
  const series = column.type === 'category' ? column.codes : column.values;
  const values = Array.from({ length: series.length }, (_, row) => series.at(row));
  return column.type === 'category' ? Int32Array.from(values) : Float64Array.from(values);
}

/** The error that a promise ends in, as `failure: message`; fails where there is none or where it is no MlpError. */
export async function failure(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof MlpError) return `${error.failure}: ${error.message}`;
    throw error;
  }
  throw new Error('no error');
}

export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const result: T[] = [];
  for await (const item of items) result.push(item);
  return result;
}
