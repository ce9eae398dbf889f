import { MlpError } from '../../errors.js';
import type { FileNotes } from '../table/file_notes.js';
import type { ParsedQuery } from './cut.js';

/** Functions of DuckDB that give something else each time they are asked. */
export const changingFunctions: ReadonlySet<string> = new Set(
  `current_connection_id current_query_id current_transaction_id currval gen_random_uuid nextval random stats
  txid_current uuid uuidv4 uuidv7`.split(/\s+/),
);

/** Functions of DuckDB, and names without brackets, that depend on when they are asked. */
export const timeFunctions: ReadonlySet<string> = new Set(
  `current_date current_localtime current_localtimestamp current_time current_timestamp get_current_time
  get_current_timestamp localtime localtimestamp now today transaction_timestamp`.split(/\s+/),
);

/** Part of a query, as DuckDB's parser gives it. */
interface Part {
  readonly class?: string;
  readonly function_name?: string;
  readonly children?: readonly unknown[];
  readonly column_names?: readonly string[];
  /** Rows that are drawn; without a seed it is −1. */
  readonly sample?: { readonly seed?: number } | null;
}

/**
 * Refuses a query whose answer is another one each time; adds a note on one whose answer depends on day or time.
 *
 * @throws MlpError `config` where it draws random numbers or rows.
 */
export function checkChanging({ statements }: ParsedQuery, name: string, notes?: FileNotes): void {
  const always = new Set<string>();
  const byTime = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const { class: kind, function_name = '', children = [], column_names = [], sample } = value as Part;
    if (sample?.seed === -1) always.add('a sample without a seed');
    if (kind === 'FUNCTION') {
      if (changingFunctions.has(function_name)) always.add(`${function_name}()`);
      // age of one argument is the time from it until today
      const isSince = function_name === 'age' && children.length === 1;
      if (timeFunctions.has(function_name) || isSince) byTime.add(`${function_name}()`);
    }
    const [word] = column_names;
    if (column_names.length === 1 && timeFunctions.has(word.toLowerCase())) byTime.add(word.toLowerCase());
    Object.values(value).forEach(visit);
  };
  visit(statements);
  if (always.size > 0)
    throw new MlpError(
      'config',
      `${name}: ${[...always].join(', ')}: the answer is another one each time, and results depend on that; draw ` +
        'rows with a seed (USING SAMPLE 10% (bernoulli, 42) before ORDER BY), take what does not change ' +
        '(hash(id) % 10 = 0), or write the answer to a file and read that',
    );
  if (byTime.size > 0)
    notes?.add(
      'rows',
      name,
      `${[...byTime].join(', ')} in the query: its answer depends on when it is asked, and results with it; a date ` +
        "that is written out (DATE '2026-01-31') settles that",
    );
}
