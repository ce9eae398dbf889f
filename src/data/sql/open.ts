import { MlpError } from '../../errors.js';

/** The parts of DuckDB's package that are used; it is optional, and so are its types. */
interface NodeApi {
  readonly DuckDBInstance: {
    create(
      path: string,
      options: Readonly<Record<string, string>>,
    ): Promise<{ connect(): Promise<Connection> }>;
  };
}

/** Connection to DuckDB. */
export interface Connection {
  runAndReadAll(sql: string): Promise<{ getRows(): readonly (readonly unknown[])[] }>;
  stream(sql: string): Promise<Answer>;
  closeSync(): void;
}

/** Answer to a query, chunk by chunk. */
interface Answer {
  columnNames(): readonly string[];
  columnTypes(): readonly { toString(): string }[];
  fetchChunk(): Promise<{
    readonly rowCount: number;
    getColumnVector(column: number): { getItem(row: number): unknown };
  } | null>;
}

/**
 * Settings of every connection: nothing is fetched from the network, nothing can be loaded or set by a query, and one
 * thread computes, as sums and joins of several come in the order in which these are done.
 */
const settings = {
  threads: '1',
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
  allow_community_extensions: 'false',
  lock_configuration: 'true',
};

/** Database to ask, and where the files are that a query names. */
export interface DatabaseOptions {
  /** A database, which is only read, and its name in messages; undefined for none but files. */
  readonly database?: { readonly name: string; readonly path: string };
  readonly directory: string;
  load(): Promise<unknown>;
}

/**
 * Opens DuckDB, which is an optional package.
 *
 * @throws MlpError `config` where it is not installed; `data` where the database cannot be opened.
 */
export async function openDuckDb({ database, directory, load }: DatabaseOptions): Promise<Connection> {
  let api: NodeApi;
  try {
    api = (await load()) as NodeApi;
  } catch (error) {
    throw new MlpError(
      'config',
      'sql: DuckDB, which answers queries, is not installed; install it beside mlp: npm install @duckdb/node-api',
      { cause: error },
    );
  }
  const access: Record<string, string> = database === undefined ? {} : { access_mode: 'READ_ONLY' };
  try {
    const options = { ...settings, ...access, file_search_path: directory };
    const instance = await api.DuckDBInstance.create(database?.path ?? ':memory:', options);
    return await instance.connect();
  } catch (error) {
    throw new MlpError('data', `${database?.name}: ${oneLine(error, '')}`, { cause: error });
  }
}

/** A message of DuckDB in one line with the place in the query, without its advice on settings that are off here. */
export function oneLine(error: unknown, sql: string): string {
  const [text] = (error as Error).message.split(/\n+(?:Please try installing|Install it first using)/);
  const [, message, line, shown, before] = /^(.*?)\n+LINE (\d+): (.*)\n( *)\^\s*$/s.exec(text) ?? [];
  const at =
    message === undefined
      ? -1
      : characterOf(sql, Number(line), shown, before.length - `LINE ${line}: `.length);
  const said = at < 0 ? text : message;
  // an error escapes control characters itself
  const joined = said
    .replace(/\s*\n\s*/g, ' ')
    .trim()
    .slice(0, 400);
  return joined + (at < 0 ? '' : ` (at character ${at + 1})`);
}

/** The index of a character of a query that is the `offset`-th of what is shown of a line; -1 where it is not found. */
function characterOf(sql: string, line: number, shown: string, offset: number): number {
  const lines = sql.split('\n');
  const start = lines.slice(0, line - 1).reduce((sum, { length }) => sum + length + 1, 0);
  const cut = shown.startsWith('...') ? 3 : 0;
  const at = (lines[line - 1] ?? '').indexOf(shown.slice(cut).replace(/\.\.\.$/, ''));
  return at < 0 || offset < cut ? -1 : start + at + offset - cut;
}
