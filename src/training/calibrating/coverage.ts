import type { Split } from '../../data/dataset.js';
import type { Preprocessing } from '../../data/preprocessing/index.js';
import { leastRows, predictionSet } from '../../metrics/conformal/index.js';
import type { Network } from '../../nn/network.js';
import type { Predictions } from '../measuring/predictions.js';
import { inTargetTerms } from '../measuring/report.js';
import type { Conformal } from './calibration.js';
import { deviationsOf, type Intervals, quantilesOf, scoresOf } from './conformal.js';

/** Share of the rows that intervals are to hold where no other is asked for. */
const usualLevel = 0.9;

/** Share of the rows that the intervals of a model hold, beside the one that they promise; in reports of metrics. */
export interface Coverage {
  /** Share of the rows that they promise to hold. */
  readonly interval?: number;
  /** Basis of intervals that go by no calibration rows: the normal distributions that the model predicts. */
  readonly interval_by?: 'normal';
  /** Share of the rows that they hold; of several targets the mean. */
  readonly coverage?: number;
  /** Mean width of the intervals, in the unit of the target; of several targets the mean. */
  readonly mean_width?: number;
  /** Mean number of classes in a set. */
  readonly mean_set_size?: number;
}

/**
 * The intervals whose coverage is told without being asked for: of 0.9, where there are rows enough for that, or where
 * there are none and the network predicts a variance.
 */
export function usualIntervals(
  conformal: Conformal | undefined,
  hasVariance: boolean,
): Intervals | undefined {
  if (!conformal && hasVariance) return { level: usualLevel };
  if (!conformal?.scores.every(({ rows }) => rows >= leastRows(usualLevel))) return undefined;
  return { conformal, level: usualLevel };
}

/** Measures how many rows of a split the intervals hold, by their weights; of all targets, then of each. */
export function measureCoverage(
  network: Network,
  split: Split,
  preprocessing: Preprocessing,
  predictions: Predictions,
  intervals: Intervals,
): { readonly all: Coverage; readonly each: readonly Coverage[] } {
  const { conformal, level } = intervals;
  const scores = scoresOf(network, split, preprocessing, predictions);
  const quantiles = quantilesOf(intervals, scores.length);
  const mean = meanBy(split.weights);
  const sizes = sizesOf(network, split, preprocessing, predictions, quantiles);
  const name = conformal?.kind === 'classes' ? 'mean_set_size' : 'mean_width';
  const each = scores.map(
    (ofTarget, j): Coverage => ({
      coverage: mean(ofTarget.map((score) => Number(score <= quantiles[j]))),
      [name]: mean(sizes[j]),
    }),
  );
  const over = (key: 'coverage' | 'mean_width' | 'mean_set_size') =>
    each.reduce((sum, one) => sum + one[key]!, 0) / each.length;
  const by = conformal ? {} : ({ interval_by: 'normal' } as const);
  return { all: { interval: level, ...by, coverage: over('coverage'), [name]: over(name) }, each };
}

/** Width of the interval, or size of the set, of each row, for each target. */
function sizesOf(
  network: Network,
  { rows }: Split,
  preprocessing: Preprocessing,
  predictions: Predictions,
  quantiles: readonly number[],
): Float64Array[] {
  if (preprocessing.target.kind !== 'classes')
    return widthsOf(rows, quantiles, deviationsOf(preprocessing, predictions));
  const p = inTargetTerms(network, preprocessing, predictions);
  const k = p.length / rows;
  return [Float64Array.from({ length: rows }, (_, i) => predictionSet(p, i * k, k, quantiles[0]).length)];
}

/** Widths of the intervals of numbers, [rows] for each target. */
function widthsOf(
  rows: number,
  quantiles: readonly number[],
  deviations: Float64Array | undefined,
): Float64Array[] {
  const k = quantiles.length;
  return quantiles.map((quantile, j) =>
    Float64Array.from({ length: rows }, (_, i) => 2 * quantile * (deviations?.[i * k + j] ?? 1)),
  );
}

/** The mean of values by the weights of their rows. */
function meanBy(weights: Float64Array | undefined): (values: Float64Array) => number {
  return (values) => {
    let sum = 0;
    let total = 0;
    for (let i = 0; i < values.length; i++) {
      const s = weights?.[i] ?? 1;
      total += s;
      // the mean of the values so far, which cannot overflow
      if (total > 0) sum += (values[i] - sum) * (s / total);
    }
    return sum;
  };
}
