import * as z from '../../../zod.js';
import type { Curve, CurveType } from './curve.js';

/** f(z): the score at each of these values, on a straight line between two of them. */
export interface NormalScores {
  readonly type: 'normal_scores';
  /** Different values of the training rows, in order. */
  readonly values: readonly number[];
  /** The score of each, which rises. */
  readonly scores: readonly number[];
}

const isRising = (numbers: readonly number[]): boolean =>
  numbers.every((number, k) => k === 0 || number > numbers[k - 1]);

/** Curve through scores at values of the training rows. What lies beyond an end is what the end is. */
export const normalScores: CurveType<NormalScores> = {
  schema: z
    .strictObject({
      type: z.literal('normal_scores'),
      values: z.array(z.number()).min(2).refine(isRising, 'expected values in order, each once'),
      scores: z.array(z.number()).refine(isRising, 'expected scores that rise'),
    })
    .refine(({ values, scores }) => values.length === scores.length, 'expected as many scores as values'),
  make,
  describe({ values }, inner, format) {
    const [low, high] = [values[0], values[values.length - 1]].map(format);
    return `to a normal, by the ranks of ${values.length} values of ${inner} from ${low} to ${high}`;
  },
};

function make({ values, scores }: NormalScores): Curve {
  const last = values.length - 1;
  /** Slope of the line from knot `from` to knot `to`; halves do not overflow. */
  const rise = (from: number, to: number) =>
    (0.5 * (scores[to] - scores[from])) / (0.5 * values[to] - 0.5 * values[from]);
  return {
    ends: [values[0], values[last]],
    at: (value) => through(values, scores, value),
    slope(x) {
      // all that lies beyond an end is at it
      if (x <= scores[0] || x >= scores[last]) return 0;
      const k = lastUpTo(scores, x);
      return x === scores[k] ? rise(k - 1, k + 1) : rise(k, k + 1);
    },
    invert: (x) => through(scores, values, x),
    stretch(x) {
      if (x <= scores[0] || x >= scores[last]) return 0;
      const k = lastUpTo(scores, x);
      return 1 / rise(k, k + 1);
    },
  };
}

/** Value at `at` of the lines through points (from[k], to[k]); that of the nearest end beyond the ends. */
export function through(from: readonly number[], to: readonly number[], at: number): number {
  const last = from.length - 1;
  if (at <= from[0]) return to[0];
  if (at >= from[last]) return to[last];
  const k = lastUpTo(from, at);
  const t = partOf(at, from[k], from[k + 1]);
  return Math.min(to[k + 1], Math.max(to[k], (1 - t) * to[k] + t * to[k + 1]));
}

/** Share of the way from `low` to `high` at which `at` lies. Halves do not overflow; of the least numbers they vanish. */
function partOf(at: number, low: number, high: number): number {
  const span = high - low;
  return span < Number.MAX_VALUE ? (at - low) / span : (0.5 * at - 0.5 * low) / (0.5 * high - 0.5 * low);
}

/** The last k with knots[k] ≤ value, at least 0; knots ascend. */
function lastUpTo(knots: readonly number[], value: number): number {
  let [low, high] = [0, knots.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (knots[middle] <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
