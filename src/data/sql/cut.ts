import { MlpError } from '../../errors.js';
import { excerpt, printable } from '../../files/excerpt.js';
import type { Connection } from './open.js';
import { orderKeys, type QueryNode } from './order.js';

/** A query as DuckDB's parser gives it. */
export interface ParsedQuery {
  readonly statements: readonly { readonly node: QueryNode }[];
}

/** JSON of DuckDB's parser as it is written, with whole numbers that no double holds as texts behind a mark. */
export const parseExact = (json: string): unknown =>
  JSON.parse(
    json.replace(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (token) =>
      /^-?\d+$/.test(token) && !Number.isSafeInteger(Number(token)) ? JSON.stringify(mark + token) : token,
    ),
  );

const mark = '\0';

const writeExact = (value: unknown): string => JSON.stringify(value).replace(/"\\u0000(-?\d+)"/g, '$1');

const isLimit = ({ type }: QueryNode['modifiers'][number]): boolean =>
  /^LIMIT_(?:PERCENT_)?MODIFIER$/.test(type);

/** Whether a part of a query that is not the outermost has a LIMIT whose order is not by all columns. */
export function hasInnerLimit({ statements }: ParsedQuery): boolean {
  const visit = (value: unknown, isOutermost: boolean): boolean => {
    if (typeof value !== 'object' || value === null) return false;
    const { modifiers } = value as Partial<QueryNode>;
    if (!isOutermost && Array.isArray(modifiers) && modifiers.some(isLimit) && !isByAll(modifiers))
      return true;
    return Object.values(value).some((part) => visit(part, false));
  };
  return statements.some(({ node }) => visit(node, true));
}

const isByAll = (modifiers: QueryNode['modifiers']): boolean =>
  modifiers.some(({ orders = [] }) => orders.some(({ expression }) => expression.class === 'STAR'));

/**
 * Refuses a query whose LIMIT or OFFSET cuts between rows that are equal in what it is ordered by, where it has other
 * columns, too: which of them it takes is open. `rows` is how many it has given; nothing else is to be read on the
 * connection. Where it is ordered by what is no column of the answer, nothing is known.
 *
 * @throws MlpError `config` where it does, or where OFFSET is no number.
 */
export async function refuseCutTies(
  connection: Connection,
  query: ParsedQuery,
  header: readonly string[],
  rows: number,
  name: string,
): Promise<void> {
  const [{ node }] = query.statements;
  const limit = node.modifiers.find(isLimit);
  const keys = orderKeys(node, header);
  if (!limit || rows === 0 || !keys || keys === 'all' || new Set(keys).size === header.length) return;
  const offset = offsetOf(limit, name);
  const without = { ...node, modifiers: node.modifiers.filter((modifier) => !isLimit(modifier)) };
  const json = writeExact({ ...query, statements: [{ ...query.statements[0], node: without }] });
  const quoted = `'${json.replaceAll("'", "''")}'`;
  const [[ordered]] = (
    await connection.runAndReadAll(`SELECT json_deserialize_sql(${quoted}::JSON)`)
  ).getRows();
  for (const [word, before] of [
    ['OFFSET', offset],
    ['LIMIT', limit.limit ? offset + rows : 0],
  ] as const) {
    if (before === 0) continue;
    const around = await connection.runAndReadAll(`${ordered} LIMIT 2 OFFSET ${before - 1}`);
    const [last, next] = around.getRows();
    if (!next || !keys.every((key) => isSame(last[key], next[key]))) continue;
    const shown = (cell: unknown) => (cell === null ? 'NULL' : excerpt(String(cell)));
    const by = keys.map((key) => `${printable(header[key])} ${shown(last[key])}`).join(', ');
    throw new MlpError(
      'config',
      `${name}: ${word} cuts between rows ${before} and ${before + 1} of the order, which are equal in what the ` +
        `query is ordered by (${by}): it leaves open which of them it takes, and results depend on that; add ` +
        'columns to ORDER BY that tell them apart, or take ORDER BY ALL',
    );
  }
}

/** The rows that an OFFSET passes over. */
function offsetOf({ offset }: QueryNode['modifiers'][number], name: string): number {
  if (!offset) return 0;
  const { value } = offset.value ?? {};
  if (typeof value === 'number') return value;
  throw new MlpError(
    'config',
    `${name}: OFFSET is no number, so that it is not known whether it cuts between rows that are equal in the ` +
      'order; write the number, or take ORDER BY ALL',
  );
}

/** Whether two cells are the same, as DuckDB writes them. */
const isSame = (a: unknown, b: unknown): boolean => (a === null) === (b === null) && String(a) === String(b);
