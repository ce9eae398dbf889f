import { allFinite } from '../../math/all_finite.js';
import type { ClassCounts } from '../class_scores.js';
import { isPositive } from '../decision.js';
import { countedRows } from '../rows.js';
import { meanOfColumns, type Thresholds, thresholds } from '../threshold_curve.js';

/** Rows that each have any number of labels. */
export interface MultilabelInput {
  rows: number;
  labels: number;
  /** Probabilities, [rows, labels]. */
  probabilities: Float64Array;
  /** True labels, [rows, labels], 0 or 1. */
  truth: Float64Array;
  /** Row weights, [rows], not negative; 1 where left out. */
  weights?: Float64Array;
  /** Probability from which on a label is predicted; 0.5 where left out. */
  threshold?: number;
}

/** The rows that have a weight, with everything that several metrics need. */
export interface Multilabel extends Omit<MultilabelInput, 'threshold'> {
  /** Predicted labels, [rows, labels], 0 or 1. */
  predicted: Uint8Array;
  /** Sum of the weights. */
  total: number;
  /** Power of two by which the weights were divided, and with them total and counts. */
  unit: number;
  /** Counts per label. The macro averages are over all labels, as scikit-learn's. */
  counts: ClassCounts;
}

/**
 * Completes an input; undefined where there is nothing to measure: no row with a weight, or a probability that is not
 * finite.
 */
export function prepareMultilabel(input: MultilabelInput): Multilabel | undefined {
  const { labels, threshold } = input;
  const { rows, weights, total, unit, pick } = countedRows(input.rows, input.weights);
  const probabilities = pick(input.probabilities);
  if (!(total > 0) || !allFinite(probabilities)) return undefined;
  const predicted = Uint8Array.from(probabilities, (p) => (isPositive(p, threshold) ? 1 : 0));
  const counted = { rows, labels, probabilities, truth: pick(input.truth), weights, predicted };
  return { ...counted, total, unit, counts: countLabels(counted) };
}

function countLabels({
  rows,
  labels,
  truth,
  weights,
  predicted,
}: Pick<Multilabel, 'rows' | 'labels' | 'truth' | 'weights' | 'predicted'>): ClassCounts {
  const counts = {
    hits: new Float64Array(labels),
    actual: new Float64Array(labels),
    predicted: new Float64Array(labels),
  };
  for (let i = 0, k = 0; i < rows; i++) {
    for (let j = 0; j < labels; j++, k++) {
      if (truth[k] === 1) counts.actual[j] += weights?.[i] ?? 1;
      if (predicted[k] === 1) counts.predicted[j] += weights?.[i] ?? 1;
      if (truth[k] === 1 && predicted[k] === 1) counts.hits[j] += weights?.[i] ?? 1;
    }
  }
  return { ...counts, averaged: [...counts.hits.keys()] };
}

/** Thresholds of label j by its probability. */
export const labelThresholds = (
  { rows, labels, probabilities, truth, weights }: Multilabel,
  j: number,
): Thresholds =>
  thresholds({
    rows,
    score: (row) => probabilities[row * labels + j],
    isPositive: (row) => truth[row * labels + j] === 1,
    weights,
  });

/** Mean of a score of the labels' thresholds, over those that have rows on both sides; undefined where none has. */
export const macroOfLabels = (
  input: Multilabel,
  score: (each: Thresholds) => number | undefined,
): number | undefined => meanOfColumns(input.labels, (j) => labelThresholds(input, j), score);
