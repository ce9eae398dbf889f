import { isoText } from '../../data/dates/index.js';
import { pickRows, type RawColumn, rowCount } from '../../data/table/raw_columns.js';
import { MlpError } from '../../errors.js';

/** Values that a column is given in turn. */
export interface Grid {
  /** The values as a column of as many rows. */
  readonly values: RawColumn;
  /** Each as text: a number as JavaScript prints it, a date as ISO 8601 has it; empty where it is missing. */
  readonly texts: readonly string[];
  /** Share of the rows whose value it is, or is nearest to. */
  readonly shares: readonly number[];
}

/**
 * Chooses at most `points` values of a column's own: of categories the most frequent, a missing one where there is any;
 * of numbers and dates all that there are, or, of more, those at `points` evenly spaced ranks, the least and the
 * greatest among them.
 *
 * @throws MlpError `data` where all values are missing.
 */
export function gridOf(column: RawColumn, points: number, name: string): Grid {
  const chosen =
    column.type === 'category' ? byFrequency(column.codes, points) : byRank(column.values, points);
  if (chosen.length === 0) throw new MlpError('data', `${name}: has no value in these rows`);
  const values = pickRows(column, chosen);
  return { values, texts: texts(values), shares: shares(column, values) };
}

/** A row for each of the most frequent codes, the most frequent first. */
function byFrequency(codes: Int32Array, points: number): number[] {
  const found = new Map<number, { row: number; count: number }>();
  codes.forEach((code, row) => {
    const known = found.get(code);
    if (known) known.count++;
    else found.set(code, { row, count: 1 });
  });
  return [...found.values()]
    .sort((a, b) => b.count - a.count || a.row - b.row)
    .slice(0, points)
    .map(({ row }) => row);
}

/** A row for each of the chosen values, in ascending order. */
function byRank(values: Float64Array, points: number): number[] {
  const order = [...values.keys()].filter((row) => !Number.isNaN(values[row]));
  order.sort((a, b) => values[a] - values[b] || a - b);
  const isNew = (rows: readonly number[]) =>
    rows.filter((row, i) => i === 0 || values[row] !== values[rows[i - 1]]);
  const distinct = isNew(order);
  if (distinct.length <= points) return distinct;
  const ranks = Array.from({ length: points }, (_, i) => Math.round((i * (order.length - 1)) / (points - 1)));
  return isNew(ranks.map((rank) => order[rank]));
}

/** Texts of a column's values. */
export function texts(column: RawColumn): string[] {
  if (column.type === 'category')
    return Array.from(column.codes, (code) => (code < 0 ? '' : column.categories[code]));
  const write = column.type === 'date' ? isoText : String;
  return Array.from(column.values, (value) => (Number.isNaN(value) ? '' : write(value)));
}

function shares(column: RawColumn, grid: RawColumn): number[] {
  const counts = new Float64Array(rowCount(grid));
  const rows = rowCount(column);
  for (let row = 0; row < rows; row++) {
    const point = nearest(column, grid, row);
    if (point >= 0) counts[point]++;
  }
  return Array.from(counts, (count) => count / rows);
}

/** The point of a grid that a row's value is, or is nearest to; −1 where there is none. */
function nearest(column: RawColumn, grid: RawColumn, row: number): number {
  if (column.type === 'category') return (grid as typeof column).codes.indexOf(column.codes[row]);
  const { values } = grid as typeof column;
  let best = -1;
  for (let i = 0; i < values.length; i++)
    if (best < 0 || Math.abs(values[i] - column.values[row]) < Math.abs(values[best] - column.values[row]))
      best = i;
  return Number.isNaN(column.values[row]) ? -1 : best;
}
