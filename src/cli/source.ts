import { type Files, filesOf } from '../data/sources/paths.js';
import { queried } from '../data/sources/sql.js';
import { MlpError } from '../errors.js';
import type { Context } from './context.js';
import type { Input } from './io.js';
import type { SharedOptions } from './options.js';

/** Help for the argument DATA. */
export const dataHelp =
  'files of CSV, JSON lines or Parquet, or patterns ("parts/*.csv"); ' +
  '- for stdin (the default where something is piped in)';

/** Options that say what DATA are. */
export type DataOptions = Pick<SharedOptions, 'inputFormat' | 'sql' | 'database'>;

/**
 * Source of DATA: files, a query, or stdin for `-` and where DATA is left out.
 *
 * @throws MlpError `usage` where DATA is left out and stdin is a terminal, or where both files and a query are named.
 */
export function dataSource(
  data: readonly string[],
  { inputFormat, sql, database }: DataOptions,
  { cwd, stdin }: Context,
): Files {
  if (database !== undefined && sql === undefined)
    throw new MlpError(
      'usage',
      '--database: needs --sql, which says what is wanted of it: --sql "SELECT * FROM sales ORDER BY ALL"',
    );
  if (sql !== undefined) {
    if (data.length > 0)
      throw new MlpError(
        'usage',
        `--sql: its rows are the data; leave out ${data[0]}, or --sql (a query names files itself: FROM '${data[0]}')`,
      );
    if (inputFormat !== undefined)
      throw new MlpError('usage', '--input-format: is of files; leave it out, or --sql');
    return queried({ sql, database, directory: '.' }, { directory: cwd });
  }
  if (data.length === 0 && stdin.isTTY)
    throw new MlpError('usage', 'no data: name a CSV file, or pipe one in (stdin is a terminal)');
  return filesOf(data.length === 0 ? '-' : data, { directory: cwd, stdin }, inputFormat);
}

/** Whether DATA is named, or something is piped in. */
export const hasData = async (
  data: readonly string[],
  { sql, database }: DataOptions,
  { stdin }: Context,
): Promise<boolean> =>
  data.length > 0 || sql !== undefined || database !== undefined || (await hasInput(stdin));

/**
 * Whether something is piped in. A terminal is not waited for; a stream that ends at once (/dev/null) counts as
 * nothing.
 */
async function hasInput(stdin: Input): Promise<boolean> {
  if (stdin.isTTY) return false;
  for (;;) {
    const chunk: Buffer | null = stdin.read();
    if (chunk !== null && chunk.length > 0) {
      stdin.unshift(chunk);
      return true;
    }
    if (stdin.readableEnded || stdin.destroyed) return false;
    await new Promise<void>((resolveReadable) => {
      const settle = () => {
        stdin.off('readable', settle).off('end', settle).off('close', settle);
        resolveReadable();
      };
      stdin.on('readable', settle).on('end', settle).on('close', settle);
    });
  }
}
