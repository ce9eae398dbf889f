import { erfc, exp, probit } from '../../../math/index.js';
import * as z from '../../../zod.js';
import type { Curve, CurveType } from './curve.js';

/**
 * f(z) = Φ⁻¹(rank of z): the rank is k / (n − 1) at quantile k of n, linear between two that differ, and at several
 * equal ones the mean of theirs.
 */
export interface NormalQuantiles {
  readonly type: 'normal_quantiles';
  /** Different quantiles, in order. */
  readonly values: readonly number[];
  /** Number of quantiles that are equal to each. */
  readonly counts: readonly number[];
}

/**
 * Curve to a normal distribution, by quantiles. scikit-learn's QuantileTransformer, but for equal quantiles at an end:
 * there it gives −5.2 or 5.2, here the mean of their ranks counts everywhere, so that 0 and 1 in equal shares are −0.67
 * and 0.67. What lies beyond an end is what the end is.
 */
export const normalQuantiles: CurveType<NormalQuantiles> = {
  schema: z
    .strictObject({
      type: z.literal('normal_quantiles'),
      values: z.array(z.number()).min(2),
      counts: z.array(z.int().positive()),
    })
    .refine(({ values, counts }) => values.length === counts.length, 'expected as many counts as values')
    .refine(
      ({ values }) => values.every((value, k) => k === 0 || value > values[k - 1]),
      'expected values in order, each once',
    ),
  make,
  describe({ values, counts }, inner, format) {
    const [low, high] = [values[0], values[values.length - 1]].map(format);
    return `to a normal, by ${sum(counts)} quantiles of ${inner} from ${low} to ${high}`;
  },
};

function make({ values, counts }: NormalQuantiles): Curve {
  const runs = rankRuns(counts);
  const scores = runs.map(({ mean }) => score(mean));
  const last = values.length - 1;
  /** Rank gained by a unit of z between values k and k + 1. */
  const rise = (k: number) =>
    k < 0 || k >= last
      ? 0
      : (0.5 * (runs[k + 1].first - runs[k].last)) / (0.5 * values[k + 1] - 0.5 * values[k]);
  return {
    ends: [values[0], values[last]],
    at(z) {
      if (z <= values[0]) return scores[0];
      if (z >= values[last]) return scores[last];
      const k = lastUpTo(values, z);
      if (z === values[k]) return scores[k];
      return score(line(z, values[k], values[k + 1], runs[k].last, runs[k + 1].first));
    },
    slope(x) {
      if (x < scores[0] || x > scores[last] || Math.abs(x) >= limit) return 0;
      const k = lastUpTo(scores, x);
      if (x > scores[k]) return rise(k) / density(x);
      if (counts[k] === 1) return (0.5 * (rise(k - 1) + rise(k))) / density(x);
      const [before, after] = [Math.max(0, k - 1), Math.min(last, k + 1)];
      return (0.5 * (scores[after] - scores[before])) / (0.5 * values[after] - 0.5 * values[before]);
    },
    invert(x) {
      const rank = cumulative(x);
      const k = lastUpTo(scores, x);
      if (x <= scores[0] || x === scores[k]) return values[k];
      if (k === last || rank <= runs[k].last) return values[k];
      if (rank >= runs[k + 1].first) return values[k + 1];
      return line(rank, runs[k].last, runs[k + 1].first, values[k], values[k + 1]);
    },
    stretch(x) {
      const rank = cumulative(x);
      const k = lastUpTo(scores, x);
      if (x <= scores[0] || k === last || Math.abs(x) >= limit) return 0;
      return rank <= runs[k].last || rank >= runs[k + 1].first ? 0 : density(x) / rise(k);
    },
  };
}

/** Ranks, from 0 to 1, of the first and the last of each run of equal quantiles, and their mean. */
function rankRuns(counts: readonly number[]) {
  const steps = sum(counts) - 1;
  let next = 0;
  return counts.map((count) => {
    const first = next;
    next += count;
    return { first: first / steps, last: (next - 1) / steps, mean: (first + next - 1) / (2 * steps) };
  });
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

/** Rank below which, and above 1 less which, the score is that of this rank. scikit-learn's. */
const leastRank = 1e-7;
const limit = -probit(leastRank);

const score = (rank: number): number => Math.min(limit, Math.max(-limit, probit(rank)));

/** Distribution function of the standard normal, Φ(x). */
const cumulative = (x: number): number => 0.5 * erfc(-x * Math.SQRT1_2);

/** Density of the standard normal, Φ′(x). */
const density = (x: number): number => 0.3989422804014327 * exp(-0.5 * x * x);

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

/** Value at `at`, within fromY and toY, of the line through (fromX, fromY) and (toX, toY); halves do not overflow. */
function line(at: number, fromX: number, toX: number, fromY: number, toY: number): number {
  const t = (0.5 * at - 0.5 * fromX) / (0.5 * toX - 0.5 * fromX);
  return Math.min(toY, Math.max(fromY, (1 - t) * fromY + t * toY));
}
