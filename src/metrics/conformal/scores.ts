import { MlpError } from '../../errors.js';
import { counted } from '../../format_count.js';

/** The most scores that are kept. */
const MOST = 10_000;

/** Number above which rounding, and no share, has put a product. */
const ROUNDING = 1e-9;

/**
 * Scores of calibration rows, how far off each prediction was, ascending. Of more than 10,000 rows these are as many
 * quantiles: of n, the k-th is the least that k / n of the rows do not exceed.
 */
export interface Scores {
  readonly rows: number;
  readonly values: number[];
}

/** Position, from 1, of kept score k (from 0) among those of all rows. */
const rankOf = (k: number, kept: number, rows: number): number =>
  kept === rows ? k + 1 : Math.ceil(((k + 1) * rows) / kept);

/** Sorts scores, and thins out those of many rows. */
export function keptScores(scores: Float64Array): Scores {
  const sorted = scores.slice().sort();
  const { length: rows } = sorted;
  const kept = Math.min(rows, MOST);
  return { rows, values: Array.from({ length: kept }, (_, k) => sorted[rankOf(k, kept, rows) - 1]) };
}

/** Number of calibration rows without which an interval of this level, above 0 and below 1, is infinite. */
export const leastRows = (level: number): number => Math.ceil(1 / (1 - level) - ROUNDING) - 1;

/**
 * The ⌈(n + 1) · level⌉-th of n scores: the score of another row like these is no greater with a probability of
 * `level` at least, and where all scores differ of level + 1 / (n + 1) at most. Vovk, Gammerman and Shafer 2005; Lei,
 * G'Sell, Rinaldo, Tibshirani and Wasserman 2018, theorem 2. Of thinned scores the next larger one that was kept.
 *
 * @throws MlpError `usage` where there are fewer rows than `leastRows`.
 */
export function conformalQuantile({ rows, values }: Scores, level: number): number {
  const rank = Math.max(1, Math.ceil((rows + 1) * level - ROUNDING));
  if (rank > rows)
    throw new MlpError(
      'usage',
      `--interval ${level}: needs ${counted(leastRows(level), 'calibration row')}, and the model has ${rows}, by ` +
        `which it would be infinite; ask for ${highestLevel(rows)} at most, or train with more such rows ` +
        '(data.split)',
    );
  const kept = values.length;
  let k = kept === rows ? rank - 1 : Math.max(0, Math.floor((rank * kept) / rows) - 2);
  while (rankOf(k, kept, rows) < rank) k++;
  return values[k];
}

/** The highest level that n rows can promise, n / (n + 1), rounded down to a few digits. */
export function highestLevel(n: number): number {
  const scale = Number(`1e${String(n).length + 1}`);
  return Math.floor((n / (n + 1)) * scale + ROUNDING) / scale;
}
