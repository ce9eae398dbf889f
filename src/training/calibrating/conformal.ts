import type { Dataset, Split } from '../../data/dataset.js';
import type { Preprocessing } from '../../data/preprocessing/index.js';
import { conformalQuantile, keptScores, setScore } from '../../metrics/conformal/index.js';
import type { Network } from '../../nn/network.js';
import { unscaled } from '../measuring/outputs.js';
import { type Predictions, predictSplit } from '../measuring/predictions.js';
import { inTargetTerms } from '../measuring/report.js';
import type { Conformal } from './calibration.js';

/**
 * Measures how far off the predictions of the calibration rows are: |t − prediction| of numbers, in their own units,
 * and of classes the score of the true one. Rows of weight 0 do not count, all others count the same. Undefined where
 * there are no such rows, or where a prediction is not finite.
 */
export function measureConformal(
  network: Network,
  { calibration, preprocessing }: Dataset,
): Conformal | undefined {
  const { kind } = preprocessing.target;
  if (!calibration || (kind !== 'numbers' && kind !== 'classes')) return undefined;
  const scores = scoresOf(network, calibration, preprocessing, predictSplit(network, calibration));
  const { weights } = calibration;
  const counted = scores.map((each) => (weights ? each.filter((_, i) => weights[i] > 0) : each));
  if (!counted.every((each) => each.every(Number.isFinite))) return undefined;
  return { kind, scores: counted.map(keptScores) };
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
  return Array.from({ length: columns }, (_, j) =>
    Float64Array.from({ length: rows }, (_, i) =>
      Math.abs(truth[i * columns + j] - predicted[i * columns + j]),
    ),
  );
}

/** Half the width of the intervals of each target, before it is scaled; of classes, the sum that a set reaches. */
export const quantilesOf = ({ scores }: Conformal, level: number): number[] =>
  scores.map((each) => conformalQuantile(each, level));
