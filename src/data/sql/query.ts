import { MlpError } from '../../errors.js';
import { excerpt, printable } from '../../files/excerpt.js';
import type { Hash } from '../../platform/platform.js';
import { checkedNames } from '../csv/header.js';
import type { TableChunk } from '../table/chunk.js';
import { cellText, type TypedColumn } from '../typed/columns.js';
import { TypedRows } from '../typed/rows.js';
import { columnOf } from './columns.js';
import { type Connection, oneLine } from './open.js';

/**
 * Reads the rows of a query, in its order, in chunks; the hash takes in the columns: their names, types and cells.
 *
 * @throws MlpError `config` where it is no query, or does not say in which order rows come, with DuckDB's own message
 * and place; `data` where a column of it is nested.
 */
export async function* readQuery(
  connection: Connection,
  sql: string,
  name: string,
  hash: Hash,
): AsyncGenerator<TableChunk> {
  await refuseUnordered(connection, sql, name);
  try {
    const answer = await connection.stream(sql);
    const header = checkedNames(answer.columnNames(), name);
    const types = answer.columnTypes().map(String);
    hash.update(JSON.stringify([header, types]));
    const read = types.map((type, i) => {
      const column = columnOf(type);
      if (column) return column;
      throw new MlpError(
        'data',
        `${name}: column ${i + 1} (${printable(header[i])}) is of the type ${printable(type)}, which is not read: ` +
          'a row has one value in a column; leave it out of the query, or make columns of it',
      );
    });
    let first = 1;
    const source = { header, name, kinds: read.map(({ kind }) => kind) };
    yield new TypedRows(source, new Map(), first, 0, 0);
    for (;;) {
      const chunk = await answer.fetchChunk();
      if (!chunk || chunk.rowCount === 0) break;
      const columns = read.map(({ convert }, i) => {
        const vector = chunk.getColumnVector(i);
        return convert({ count: chunk.rowCount, at: (row) => vector.getItem(row) });
      });
      for (const column of columns) hashColumn(column, hash);
      yield new TypedRows(source, new Map(columns.entries()), first, 0, chunk.rowCount);
      first += chunk.rowCount;
    }
  } catch (error) {
    if (error instanceof MlpError) throw error;
    throw new MlpError('config', `${name}: ${oneLine(error)}`, { cause: error });
  }
}

/** Answer of DuckDB's parser. */
interface Parsed {
  readonly error: boolean;
  readonly error_message?: string;
  readonly position?: string;
  readonly statements?: readonly {
    readonly node: { readonly modifiers: readonly { readonly type: string }[] };
  }[];
}

/** Refuses what is no query, and a query that leaves the order of its rows open. */
async function refuseUnordered(connection: Connection, sql: string, name: string): Promise<void> {
  const reader = await connection.runAndReadAll(`select json_serialize_sql('${sql.replaceAll("'", "''")}')`);
  const {
    error,
    error_message,
    position,
    statements = [],
  } = JSON.parse(String(reader.getRows()[0][0])) as Parsed;
  if (error) {
    const at = position === undefined ? '' : ` (at character ${Number(position) + 1})`;
    const message = error_message?.startsWith('Only SELECT')
      ? 'only a query (SELECT …) is asked, which changes nothing'
      : error_message;
    throw new MlpError('config', `${name}: ${printable(message ?? 'no query')}${at}`);
  }
  if (statements.length !== 1)
    throw new MlpError('config', `${name}: ${statements.length} statements; give it one query`);
  if (statements[0].node.modifiers.some(({ type }) => type === 'ORDER_MODIFIER')) return;
  throw new MlpError(
    'config',
    `${name}: the query leaves open in which order its rows come, and results depend on that; end it with ORDER BY ` +
      'and columns that tell all rows apart, or ORDER BY ALL',
  );
}

function hashColumn(column: TypedColumn, hash: Hash): void {
  if (column.type !== 'texts' && !('exact' in column && column.exact)) {
    const { buffer, byteOffset, byteLength } = column.values;
    hash.update(new Uint8Array(buffer, byteOffset, byteLength));
    return;
  }
  const { length } = column.values;
  hash.update(JSON.stringify(Array.from({ length }, (_, row) => cellText(column, row))));
}

/** Name of a query in messages. */
export const queryName = (sql: string): string =>
  `data.train.sql ${excerpt(sql.length > 40 ? `${sql.slice(0, 40)}…` : sql)}`;
