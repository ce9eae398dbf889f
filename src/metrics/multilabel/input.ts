import { allFinite } from '../../math/all_finite.js';
import type { ClassCounts } from '../class_scores.js';
import { rowWeights } from '../rows.js';
import { type ThresholdCurve, thresholdCurve } from '../threshold_curve.js';

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
  /** Predicted labels, [rows, labels], 0 or 1; where left out, 1 for probabilities over 0.5. */
  predicted?: Uint8Array;
}

/** The input with everything that several metrics need. */
export interface Multilabel extends Required<MultilabelInput> {
  /** Sum of the weights. */
  total: number;
  /** Counts per label. The macro averages are over all labels. */
  counts: ClassCounts;
}

/**
 * Completes an input; undefined where there is nothing to measure: no row with a weight, or a probability that is not
 * finite.
 */
export function prepareMultilabel(input: MultilabelInput): Multilabel | undefined {
  const { weights, total } = rowWeights(input.rows, input.weights);
  if (!(total > 0) || !allFinite(input.probabilities)) return undefined;
  const predicted = input.predicted ?? Uint8Array.from(input.probabilities, (p) => (p > 0.5 ? 1 : 0));
  return { ...input, weights, total, predicted, counts: countLabels(input, weights, predicted) };
}

function countLabels(
  { rows, labels, truth }: MultilabelInput,
  weights: Float64Array,
  predicted: Uint8Array,
): ClassCounts {
  const counts = {
    hits: new Float64Array(labels),
    actual: new Float64Array(labels),
    predicted: new Float64Array(labels),
  };
  for (let i = 0, k = 0; i < rows; i++) {
    for (let j = 0; j < labels; j++, k++) {
      if (truth[k] === 1) counts.actual[j] += weights[i];
      if (predicted[k] === 1) counts.predicted[j] += weights[i];
      if (truth[k] === 1 && predicted[k] === 1) counts.hits[j] += weights[i];
    }
  }
  return { ...counts, averaged: [...counts.hits.keys()] };
}

/** Mean over the labels of a score of each one's curve; undefined where it is undefined for one of them. */
export function macroOfCurves(
  { rows, labels, probabilities, truth, weights }: Multilabel,
  score: (curve: ThresholdCurve) => number | undefined,
): number | undefined {
  let sum = 0;
  for (let j = 0; j < labels; j++) {
    const scores = new Float64Array(rows);
    const positive = new Uint8Array(rows);
    for (let i = 0; i < rows; i++) {
      scores[i] = probabilities[i * labels + j];
      positive[i] = truth[i * labels + j];
    }
    const value = score(thresholdCurve(scores, positive, weights));
    if (value === undefined) return undefined;
    sum += value;
  }
  return sum / labels;
}
