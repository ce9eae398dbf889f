import type { Dataset, Split } from '../../data/dataset.js';
import type { Preprocessing } from '../../data/preprocessing/index.js';
import { probit } from '../../math/index.js';
import { conformalQuantile, keptScores, setScore } from '../../metrics/conformal/index.js';
import type { Network } from '../../nn/network.js';
import { unscaled } from '../measuring/outputs.js';
import { type Predictions, predictSplit } from '../measuring/predictions.js';
import { inTargetTerms, variancesOf } from '../measuring/report.js';
import type { Conformal } from './calibration.js';

/**
 * Measures how far off the predictions of the calibration rows are: |t − prediction| of numbers, in their own units, or
 * in standard deviations where the network predicts these (Lei, G'Sell, Rinaldo, Tibshirani and Wasserman 2018, section
 * 5.2); and of classes the score of the true one. Rows of weight 0 do not count, all others count the same. Undefined
 * where there are no such rows, or where a prediction is not finite.
 */
export function measureConformal(
  network: Network,
  { calibration, preprocessing }: Dataset,
): Conformal | undefined {
  const { kind } = preprocessing.target;
  if (!calibration || (kind !== 'numbers' && kind !== 'classes')) return undefined;
  const predictions = predictSplit(network, calibration);
  const scores = scoresOf(network, calibration, preprocessing, predictions);
  const { weights } = calibration;
  const counted = scores.map((each) => (weights ? each.filter((_, i) => weights[i] > 0) : each));
  if (!counted.every((each) => each.every(Number.isFinite))) return undefined;
  return { kind: predictions.moments ? 'scaled_numbers' : kind, scores: counted.map(keptScores) };
}

/** Scores of rows, [rows] for each target of numbers, or for the class. */
export function scoresOf(
  network: Network,
  { t, rows }: Split,
  preprocessing: Preprocessing,
  predictions: Predictions,
): Float64Array[] {
  const { target } = preprocessing;
  const predicted = inTargetTerms(network, preprocessing, predictions);
  const columns = predicted.length / rows;
  if (target.kind === 'classes')
    return [Float64Array.from(t, (truth, i) => setScore(predicted, i * columns, columns, truth))];
  const truth = unscaled(t, target);
  const deviations = deviationsOf(preprocessing, predictions);
  return Array.from({ length: columns }, (_, j) =>
    Float64Array.from({ length: rows }, (_, i) => {
      const k = i * columns + j;
      return Math.abs(truth[k] - predicted[k]) / (deviations?.[k] ?? 1);
    }),
  );
}

/** Standard deviations that a network predicts for numbers, in their units; undefined where it predicts none. */
export const deviationsOf = (
  preprocessing: Preprocessing,
  predictions: Predictions,
): Float64Array | undefined => variancesOf(preprocessing, predictions)?.map(Math.sqrt);

/** Intervals of numbers, or sets of classes, that hold a share of the rows. */
export interface Intervals {
  /** Scores of calibration rows; absent where they go by the normal distributions that a network predicts. */
  readonly conformal?: Conformal;
  /** Share of the rows, above 0 and below 1. */
  readonly level: number;
}

/**
 * Half the width of the intervals of each of so many targets, in standard deviations where the network predicts these;
 * of classes, the sum that a set reaches.
 */
export const quantilesOf = ({ conformal, level }: Intervals, targets: number): number[] =>
  conformal
    ? conformal.scores.map((each) => conformalQuantile(each, level))
    : Array.from({ length: targets }, () => probit((1 + level) / 2));
