import { MlpError } from '../../errors.js';
import { printable } from '../../files/excerpt.js';
import { cellText, type TypedColumn } from '../typed/columns.js';

/** Expression of a query, as DuckDB's parser gives it. */
export interface Expression {
  readonly class: string;
  readonly alias: string;
  readonly column_names?: readonly string[];
  readonly value?: { readonly value?: unknown };
}

/** The outermost part of a query. */
export interface QueryNode {
  readonly modifiers: readonly {
    readonly type: string;
    readonly orders?: readonly { readonly expression: Expression }[];
    /** Numbers of rows of a LIMIT with its OFFSET; null where there is none. */
    readonly limit?: Expression | null;
    readonly offset?: Expression | null;
  }[];
  readonly select_list?: readonly Expression[];
}

/**
 * Finds the columns of an answer that it is ordered by; 'all' where these are all, undefined where it is ordered by
 * something that is no column of it, or may be none.
 */
export function orderKeys(
  { modifiers, select_list = [] }: QueryNode,
  header: readonly string[],
): readonly number[] | 'all' | undefined {
  const orders = modifiers.flatMap((modifier) => modifier.orders ?? []);
  if (orders.some(({ expression }) => expression.class === 'STAR')) return 'all';
  const names = header.map((name) => name.toLowerCase());
  const keys = orders.map(({ expression: { class: kind, column_names = [], value } }) => {
    if (kind === 'CONSTANT') return Number(value?.value) - 1;
    if (kind !== 'COLUMN_REF') return -1;
    // with the name of its table it may be another column than that of the answer
    const path = column_names.join('\0').toLowerCase();
    const isSelected = select_list.some(
      (one) => one.alias === '' && one.column_names?.join('\0').toLowerCase() === path,
    );
    return column_names.length === 1 || isSelected ? names.indexOf(column_names.at(-1)!.toLowerCase()) : -1;
  });
  return keys.every((key) => key >= 0 && key < header.length) ? keys : undefined;
}

/** Rows of a chunk: their cells as they are read, and as DuckDB has them. */
interface OrderedRows {
  readonly count: number;
  readonly columns: readonly TypedColumn[];
  text(column: number, row: number): string;
}

/** Finds rows that an order leaves open: neighbours that are equal in what they are ordered by, and differ. */
export class TieFinder {
  private before: OrderedRows | undefined;
  private rows = 0;

  constructor(
    private readonly keys: readonly number[],
    private readonly header: readonly string[],
    private readonly name: string,
  ) {}

  /**
   * Looks at the next rows, whose cells are to stay as they are until the next call.
   *
   * @throws MlpError `config` at the first rows whose order is open.
   */
  add(chunk: OrderedRows): void {
    const { before, rows } = this;
    if (before && chunk.count > 0) this.compare(before, before.count - 1, chunk, 0, rows);
    for (let row = 1; row < chunk.count; row++) this.compare(chunk, row - 1, chunk, row, rows + row);
    if (chunk.count > 0) this.before = chunk;
    this.rows += chunk.count;
  }

  /** Compares two rows; the first is number `number` of the answer, from 1. */
  private compare(a: OrderedRows, i: number, b: OrderedRows, j: number, number: number): void {
    const { header, keys, name } = this;
    const isSame = (column: number) => sameCell(a.columns[column], i, b.columns[column], j);
    if (!keys.every(isSame)) return;
    // what is read may be less exact than what it was ordered by
    if (keys.some((key) => a.text(key, i) !== b.text(key, j))) return;
    const different = header.findIndex((_, column) => !isSame(column));
    if (different < 0) return;
    const by = keys.map((key) => printable(header[key])).join(', ');
    throw new MlpError(
      'config',
      `${name}: rows ${number} and ${number + 1} are equal in what the query is ordered by ` +
        `(${by}), and differ in ${printable(header[different])}: it leaves open which comes first, and ` +
        'results depend on that; add columns to ORDER BY that tell them apart, or take ORDER BY ALL',
    );
  }
}

function sameCell(a: TypedColumn, i: number, b: TypedColumn, j: number): boolean {
  if (a.type === 'texts' || b.type === 'texts') return cellText(a, i) === cellText(b, j);
  const [x, y] = [a.values[i], b.values[j]];
  if (x !== y) return Number.isNaN(x) && Number.isNaN(y);
  return !(a.type === 'numbers' && a.exact) || cellText(a, i) === cellText(b, j);
}
