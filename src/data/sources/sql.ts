import { fileAccess } from '#file_access';
import { platform } from '#platform';
import { excerpt } from '../../files/excerpt.js';
import { isQuery, type SqlConfig } from '../sql/schema.js';
import type { FileRows } from '../table/chunk.js';
import { type ByteSource, nameIn, openSource, type Places } from './bytes.js';
import type { Files, RowsOptions } from './paths.js';
import type { Source } from './source.js';
import { refuseNoDatabase } from './unreadable.js';

/** Rows that DuckDB finds in a database or in files of any kind that it reads. */
export const sql = {
  reads: isQuery,
  open(config, { hash, notes, ...places }) {
    const { name, rows } = queried(config, places);
    return { name, chunks: rows({ hash, notes }) };
  },
} satisfies Source<SqlConfig>;

/** Rows of a query, in the place of those of files. */
export const queried = (
  config: SqlConfig,
  places: Pick<Places, 'directory' | 'namesPlace'>,
): Files & Required<Pick<Files, 'rows'>> => {
  const name = nameOf(config.sql);
  return {
    name,
    list: async () => [],
    rows: (options) => answer(config, name, places, options),
  };
};

async function* answer(
  { sql: query, database, directory: files }: SqlConfig,
  name: string,
  places: Pick<Places, 'directory' | 'namesPlace'>,
  options: RowsOptions,
): AsyncGenerator<FileRows> {
  const { directory } = places;
  const path = database === undefined ? undefined : fileAccess.resolve(directory, database);
  const { openDuckDb, readQuery } = await fileAccess.queries();
  if (path !== undefined) await refuseOther({ name: nameIn(database!, places), input: path });
  const connection = await openDuckDb({
    ...(path !== undefined && { database: { name: nameIn(database!, places), path } }),
    directory: fileAccess.resolve(directory, files),
    load: async () => platform.loadPackage('@duckdb/node-api'),
  });
  try {
    yield* readQuery(connection, query, name, options);
  } finally {
    connection.closeSync();
  }
}

/** Refuses a database that is not there, or is another file. */
async function refuseOther(source: ByteSource): Promise<void> {
  const file = openSource(source);
  try {
    const head = file ? await file.read(0, 128) : new Uint8Array(0);
    refuseNoDatabase(head, source.name);
  } finally {
    file?.close();
  }
}

/** Name of a query in messages. */
function nameOf(query: string): string {
  const text = query.trim().replace(/\s+/g, ' ');
  return `sql ${excerpt(text.length > 40 ? `${text.slice(0, 40)}…` : text)}`;
}
