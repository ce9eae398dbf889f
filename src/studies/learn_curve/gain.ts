import { log } from '../../math/index.js';
import { studentTwoSided } from '../../math/student_t.js';
import { summarize } from '../cv/uncertainty.js';
import type { CurveResult, CurveSubject } from './curve_file.js';

/** Part of all rows from which on the slope is taken: two doublings. */
const LAST_PART = 1 / 4;

/** Slope of a learning curve at its end, over its repetitions. */
export interface Gain {
  /** Sizes from the first to the last of those that it is taken of. */
  readonly from: number;
  readonly to: number;
  /** Mean of the slopes, the change of the score by each doubling of rows, positive where more rows are better. */
  readonly mean: number;
  readonly standard_error: number | null;
  /** Two-sided probability of such a mean by chance, Student's with n − 1 degrees of freedom; null of one. */
  readonly p: number | null;
}

/**
 * Slope of the scores by the binary logarithm of the rows, by least squares, over the sizes from a quarter of the last
 * on: of each repetition, whose subsets are its own, and then their mean. That the rows which measure are the same
 * throughout is not in the standard error.
 */
export function gainOf(
  { sizes, better, repeats }: Pick<CurveSubject, 'sizes' | 'better' | 'repeats'>,
  results: readonly CurveResult[],
): Gain | undefined {
  if (sizes.length < 2) return undefined;
  const to = sizes[sizes.length - 1];
  const from = Math.min(sizes.find((size) => size >= to * LAST_PART)!, sizes[sizes.length - 2]);
  const slopes = Array.from({ length: repeats }, (_, repeat) =>
    slopeOf(results.filter((result) => result.repeat === repeat && result.size >= from)),
  );
  if (!slopes.every(Number.isFinite)) return undefined;
  const gains = slopes.map((slope) => (better === 'lower' ? -slope : slope));
  if (repeats < 2) return { from, to, mean: gains[0], standard_error: null, p: null };
  const { mean, standard_error } = summarize(gains, 0);
  return {
    from,
    to,
    mean,
    standard_error,
    p: mean === 0 ? 1 : studentTwoSided(mean / standard_error, repeats - 1),
  };
}

function slopeOf(results: readonly CurveResult[]): number {
  const n = results.length;
  const x = results.map(({ rows }) => log(rows) / log(2));
  const y = results.map(({ score }) => score ?? Number.NaN);
  const [middle, mean] = [x, y].map((values) => values.reduce((sum, value) => sum + value, 0) / n);
  const along = x.reduce((sum, value) => sum + (value - middle) * (value - middle), 0);
  return x.reduce((sum, value, i) => sum + (value - middle) * (y[i] - mean), 0) / along;
}
