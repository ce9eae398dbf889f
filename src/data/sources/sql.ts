import { fileAccess } from '#file_access';
import { platform } from '#platform';
import { openDuckDb } from '../sql/open.js';
import { queryName, readQuery } from '../sql/query.js';
import type { SqlConfig } from '../sql/schema.js';
import type { TableChunk } from '../table/chunk.js';
import type { OpenOptions, Source } from './source.js';

/** Rows that DuckDB finds in a database or in files of any kind that it reads. */
export const sql = {
  reads: (from) => typeof from === 'object' && 'sql' in from,
  open(config, options) {
    const name = queryName(config.sql);
    return { name, chunks: answer(config, name, options) };
  },
} satisfies Source<SqlConfig>;

async function* answer(
  { sql: query, database, directory: files }: SqlConfig,
  name: string,
  { directory, hash }: OpenOptions,
): AsyncGenerator<TableChunk> {
  const connection = await openDuckDb({
    ...(database !== undefined && { database: fileAccess.resolve(directory, database) }),
    directory: fileAccess.resolve(directory, files),
    load: async () => platform.loadPackage('@duckdb/node-api'),
  });
  try {
    yield* readQuery(connection, query, name, hash);
  } finally {
    connection.closeSync();
  }
}
