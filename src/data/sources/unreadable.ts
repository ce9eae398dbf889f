import { platform } from '#platform';
import { MlpError } from '../../errors.js';
import { binaryKinds, conversion, textKinds, type Unreadable } from './unreadable_kinds.js';

/** Number of bytes within which `holds` has to stand. */
const beginning = 128;

/**
 * Refuses a file by its first bytes; true where more of them are needed to tell.
 *
 * @throws MlpError `data` with the command that converts it.
 */
export function refuseUnreadable(head: Uint8Array, name: string, isStream: boolean): boolean {
  const start = platform.decodeLatin1(head, 0, beginning);
  if (start.startsWith(parquet)) throw parquetElsewhere(name, isStream);
  if (isDuckDb(start))
    throw new MlpError(
      'data',
      `${name}: a DuckDB database, which is asked by a query: --sql "SELECT * FROM name_of_the_table ORDER BY ALL" ` +
        '--database FILE, or in a config "train": {"sql": "SELECT …", "database": "FILE"}',
    );
  const found = binaryKinds.find(({ begins, ending, holds }) => {
    if (!begins.some((bytes) => start.startsWith(bytes))) return false;
    return !ending || (ending.test(name) && !isStream) || (holds !== undefined && start.includes(holds));
  });
  if (found) throw refusal(found, name, isStream);
  return (
    parquet.startsWith(start) ||
    binaryKinds.some(({ begins }) => begins.some((bytes) => bytes.startsWith(start)))
  );
}

/** Bytes that no text has: the magic number of Parquet, and the beginning of a page's header. */
const parquet = 'PAR1\x15';

/** Whether a file that begins so is a DuckDB database: it has its mark behind a checksum. */
const isDuckDb = (start: string): boolean => /^.{8}DUCK.\0{3}/s.test(start);

/**
 * Refuses a file that is to be a database, and is none of DuckDB.
 *
 * @throws MlpError `data`.
 */
export function refuseNoDatabase(head: Uint8Array, name: string): void {
  if (isDuckDb(platform.decodeLatin1(head, 0, beginning))) return;
  refuseUnreadable(head, name, false);
  throw new MlpError(
    'data',
    `${name}: not a DuckDB database; of files it takes no database: FROM '${name}' in the query`,
  );
}

const parquetElsewhere = (name: string, isStream: boolean): MlpError =>
  new MlpError(
    'data',
    `${name}: this is Parquet, ` +
      (isStream
        ? 'which is not read from a pipe, as what is in it stands at its end; name a file'
        : 'where text was expected; unpack the file, or say --input-format parquet'),
  );

/** Text that holds rows in another form than lines: what it is, and how to make lines of it. */
export const unreadableText = (kind: keyof typeof textKinds, name: string, isStream: boolean): MlpError =>
  refusal(textKinds[kind], name, isStream);

const refusal = (kind: Unreadable, name: string, isStream: boolean): MlpError =>
  new MlpError(
    'data',
    `${name}: this is ${kind.name}, which is not read; convert it first: ${conversion(kind, isStream ? 'FILE' : name)}`,
  );
