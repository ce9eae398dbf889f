import { type RawColumn, type RawColumns, rowCount } from '../data/table/raw_columns.js';

/** Two columns, and how strongly they go together. */
export interface CorrelatedPair {
  readonly columns: readonly [string, string];
  /** Strength, from the threshold to 1. */
  readonly correlation: number;
}

/** Correlation from which on columns count as correlated. */
export const correlationThreshold = 0.8;

/** Most rows that correlations are computed of: evenly spaced among all. */
const mostRows = 2000;

/**
 * Finds the pairs of columns whose correlation is at least the threshold, strongest first. Of two columns of numbers it
 * is the size of Spearman's rank correlation; of numbers and categories the correlation ratio η of the ranks; of two
 * columns of categories Cramér's V. A missing number is at the mean of the ranks, a missing category one of its own.
 */
export function correlatedPairs(columns: RawColumns, names: readonly string[]): CorrelatedPair[] {
  const all = rowCount(columns.get(names[0])!);
  const rows = Math.min(all, mostRows);
  const taken = Uint32Array.from({ length: rows }, (_, i) => Math.floor((i * all) / rows));
  const prepared = names.map((name) => ({ name, of: prepare(columns.get(name)!, taken) }));
  const pairs = prepared.flatMap((a, i) =>
    prepared.slice(i + 1).flatMap((b): CorrelatedPair[] => {
      const correlation = correlate(a.of, b.of);
      return correlation >= correlationThreshold ? [{ columns: [a.name, b.name], correlation }] : [];
    }),
  );
  return pairs.sort((a, b) => b.correlation - a.correlation);
}

/** Ranks with mean 0 and sum of squares 1, or all 0; or the level of each row. */
type Prepared = { readonly ranks: Float64Array } | { readonly levels: Int32Array; readonly count: number };

function prepare(column: RawColumn, rows: Uint32Array): Prepared {
  if (column.type === 'category') {
    const numbers = new Map<number, number>();
    const levels = Int32Array.from(rows, (row) => {
      const level = numbers.get(column.codes[row]) ?? numbers.size;
      numbers.set(column.codes[row], level);
      return level;
    });
    return { levels, count: numbers.size };
  }
  return { ranks: standardRanks(Float64Array.from(rows, (row) => column.values[row])) };
}

/** Ranks, of equal values their mean, brought to mean 0 and sum of squares 1; a missing value has 0. */
function standardRanks(values: Float64Array): Float64Array {
  const order = Uint32Array.from(values.keys()).filter((i) => !Number.isNaN(values[i]));
  order.sort((a, b) => values[a] - values[b] || a - b);
  const ranks = new Float64Array(values.length);
  const middle = (order.length - 1) / 2;
  let squares = 0;
  for (let from = 0, to = 0; from < order.length; from = to) {
    while (to < order.length && values[order[to]] === values[order[from]]) to++;
    const rank = (from + to - 1) / 2 - middle;
    for (let k = from; k < to; k++) ranks[order[k]] = rank;
    squares += (to - from) * rank * rank;
  }
  return squares > 0 ? ranks.map((rank) => rank / Math.sqrt(squares)) : ranks;
}

function correlate(a: Prepared, b: Prepared): number {
  if ('ranks' in a) return 'ranks' in b ? Math.abs(dot(a.ranks, b.ranks)) : ratio(a.ranks, b);
  return 'ranks' in b ? ratio(b.ranks, a) : cramer(a, b);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

interface Leveled {
  readonly levels: Int32Array;
  readonly count: number;
}

/** η: the root of the share of the squares that lies between the levels; 0 where each row has a level of its own. */
function ratio(ranks: Float64Array, { levels, count }: Leveled): number {
  if (count === levels.length) return 0;
  const sums = new Float64Array(count);
  const sizes = new Float64Array(count);
  levels.forEach((level, i) => {
    sums[level] += ranks[i];
    sizes[level]++;
  });
  let between = 0;
  for (let level = 0; level < count; level++) between += (sums[level] * sums[level]) / sizes[level];
  return Math.sqrt(between);
}

/** Cramér's V: √(χ² / (n (k − 1))), k being the lesser number of levels; 0 where a column has one. */
function cramer(a: Leveled, b: Leveled): number {
  const least = Math.min(a.count, b.count);
  const rows = a.levels.length;
  if (least < 2 || Math.max(a.count, b.count) === rows) return 0;
  const cells = new Map<number, number>();
  const first = new Float64Array(a.count);
  const second = new Float64Array(b.count);
  for (let i = 0; i < rows; i++) {
    const cell = a.levels[i] * b.count + b.levels[i];
    cells.set(cell, (cells.get(cell) ?? 0) + 1);
    first[a.levels[i]]++;
    second[b.levels[i]]++;
  }
  let sum = 0;
  for (const [cell, count] of cells)
    sum += (count * count) / (first[Math.floor(cell / b.count)] * second[cell % b.count]);
  return Math.sqrt(Math.max(0, sum - 1) / (least - 1));
}
