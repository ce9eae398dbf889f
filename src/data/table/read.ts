import type { Hash } from 'node:crypto';
import { MlpError } from '../../errors.js';
import { type Format, readBatches } from '../csv/batches.js';
import type { ByteSource } from '../sources/bytes.js';
import { maxCategories, type WantedType } from './column_builder.js';
import type { Table } from './table.js';
import { TableBuilder } from './table_builder.js';

/**
 * Reads a whole file into typed columns. `wanted` says which columns to keep, and as what.
 * `limit` is the number of distinct texts that a category may have.
 */
export async function readTable(
  source: ByteSource,
  format: Format,
  wanted: (header: readonly string[]) => ReadonlyMap<string, WantedType>,
  options: { hash?: Hash; counts?: { blankLines: number }; limit?: number } = {},
): Promise<Table> {
  const { limit = maxCategories } = options;
  let builder: TableBuilder | undefined;
  for await (const batch of readBatches(source, format, options)) {
    builder ??= new TableBuilder(source.name, batch.header, format, wanted(batch.header), { limit });
    builder.add(batch);
  }
  const table = builder!.finish();
  if (table.rows === 0)
    throw new MlpError('data', `${source.name}: no data: there is a header, but no row below it`);
  return table;
}
