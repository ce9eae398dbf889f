import { MlpError } from '../../errors.js';
import { printable } from '../../files/excerpt.js';
import type { Hash } from '../../platform/platform.js';
import { checkedNames } from '../csv/header.js';
import type { FileRows } from '../table/chunk.js';
import type { FileNotes } from '../table/file_notes.js';
import { cellText, type TypedColumn } from '../typed/columns.js';
import { TypedRows } from '../typed/rows.js';
import { checkChanging } from './changing.js';
import { columnOf } from './columns.js';
import { hasInnerLimit, type ParsedQuery, parseExact, refuseCutTies } from './cut.js';
import { type Connection, oneLine } from './open.js';
import { orderKeys, TieFinder } from './order.js';

/**
 * Reads the rows of a query, in its order, in chunks; the hash takes in the columns: their names, types and cells.
 *
 * @throws MlpError `config` where it is no query, with DuckDB's own message and place, or does not settle which rows
 * come in which order; `data` where a column of it is nested.
 */
export async function* readQuery(
  connection: Connection,
  sql: string,
  name: string,
  { hash, notes }: { readonly hash?: Hash; readonly notes?: FileNotes },
): AsyncGenerator<FileRows> {
  const query = await parseQuery(connection, sql, name);
  checkChanging(query, name, notes);
  try {
    const answer = await connection.stream(sql);
    const header = checkedNames(answer.columnNames(), name);
    const types = answer.columnTypes().map(String);
    hash?.update(JSON.stringify([header, types]));
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
    const keys = orderKeys(query.statements[0].node, header);
    if (hasInnerLimit(query))
      notes?.add(
        'rows',
        name,
        'a LIMIT within the query may cut between rows that are equal in its order, which leaves open which it ' +
          'takes; results depend on that, which ORDER BY ALL before it settles',
      );
    if (!keys)
      notes?.add(
        'rows',
        name,
        'whether ORDER BY tells all rows apart is not known, as it goes by what is no column of the answer; results ' +
          'depend on their order, which ORDER BY ALL settles',
      );
    const ties = keys && keys !== 'all' && new TieFinder(keys, header, name);
    const source = { header, name, kinds: read.map(({ kind }) => kind) };
    yield new TypedRows(source, new Map(), first, 0, 0);
    for (;;) {
      const chunk = await answer.fetchChunk();
      if (!chunk || chunk.rowCount === 0) break;
      const columns = read.map(({ convert }, i) => {
        const vector = chunk.getColumnVector(i);
        return convert({ count: chunk.rowCount, at: (row) => vector.getItem(row) });
      });
      if (hash) for (const column of columns) hashColumn(column, hash);
      const text = (column: number, row: number) => String(chunk.getColumnVector(column).getItem(row));
      if (ties) ties.add({ count: chunk.rowCount, columns, text });
      yield new TypedRows(source, new Map(columns.entries()), first, 0, chunk.rowCount);
      first += chunk.rowCount;
    }
    await refuseCutTies(connection, query, header, first - 1, name);
  } catch (error) {
    if (error instanceof MlpError) throw error;
    throw new MlpError('config', `${name}: ${oneLine(error, sql)}`, { cause: error });
  }
}

/** Answer of DuckDB's parser. */
interface Parsed extends Partial<ParsedQuery> {
  readonly error: boolean;
  readonly error_message?: string;
  readonly position?: string;
}

/** Parses a query; refuses what is none, and one that leaves the order of its rows open. */
async function parseQuery(connection: Connection, sql: string, name: string): Promise<ParsedQuery> {
  const reader = await connection.runAndReadAll(`select json_serialize_sql('${sql.replaceAll("'", "''")}')`);
  const parsed = parseExact(String(reader.getRows()[0][0])) as Parsed;
  const { error, error_message, position, statements = [] } = parsed;
  if (error) {
    const at = position === undefined ? '' : ` (at character ${Number(position) + 1})`;
    const message = error_message?.startsWith('Only SELECT')
      ? 'only a query (SELECT …) is asked, which changes nothing'
      : error_message;
    throw new MlpError('config', `${name}: ${printable(message ?? 'no query')}${at}`);
  }
  if (statements.length !== 1)
    throw new MlpError('config', `${name}: ${statements.length} statements; give it one query`);
  const { node } = statements[0];
  if (node.modifiers.some(({ type }) => type === 'ORDER_MODIFIER')) return { ...parsed, statements };
  throw new MlpError(
    'config',
    `${name}: the query leaves open in which order its rows come, and results depend on that; end it with ORDER BY ` +
      'and columns that tell all rows apart, or ORDER BY ALL',
  );
}

function hashColumn(column: TypedColumn, hash: Hash): void {
  const areNumbers = column.type === 'numbers' || column.type === 'dates';
  if (areNumbers && !('exact' in column && column.exact)) {
    const { buffer, byteOffset, byteLength } = column.values;
    hash.update(new Uint8Array(buffer, byteOffset, byteLength));
    return;
  }
  const { length } = column.values;
  hash.update(JSON.stringify(Array.from({ length }, (_, row) => cellText(column, row))));
}
