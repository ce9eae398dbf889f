import { allFinite } from '../../math/all_finite.js';
import type { ClassCounts } from '../class_scores.js';
import { predictedClass } from '../decision.js';
import { countedRows } from '../rows.js';
import { meanOfCurves, type ThresholdCurve, thresholdCurve } from '../threshold_curve.js';

/** Rows that have one class each. A binary task has two columns as well; its second class is the positive one. */
export interface ClassificationInput {
  rows: number;
  classes: number;
  /** Probabilities, [rows, classes]. */
  probabilities: Float64Array;
  /** Class indices, [rows]. */
  truth: Float64Array;
  /** Row weights, [rows], not negative; 1 where left out. */
  weights?: Float64Array;
  /** Probability from which on the second of two classes is predicted; 0.5 where left out. */
  threshold?: number;
}

/** The rows that have a weight, with everything that several metrics need. */
export interface Classification extends Required<Omit<ClassificationInput, 'threshold'>> {
  /** Class indices of the predictions, [rows]. */
  predicted: Uint32Array;
  /** Sum of the weights. */
  total: number;
  /** Power of two by which the weights were divided, and with them total, confusion and counts. */
  unit: number;
  /** Confusion matrix, [classes, classes]: the weight of the rows of class i that were predicted to be class j. */
  confusion: Float64Array;
  /** Counts per class. The macro averages are over the classes that occur, in truth or predictions. */
  counts: ClassCounts;
}

/**
 * Completes an input; undefined where there is nothing to measure: no row with a weight, or a probability that is not
 * finite.
 */
export function prepareClassification(input: ClassificationInput): Classification | undefined {
  const { classes } = input;
  const { rows, weights, total, unit, pick } = countedRows(input.rows, input.weights);
  const probabilities = pick(input.probabilities);
  const truth = pick(input.truth);
  if (!(total > 0) || !allFinite(probabilities)) return undefined;
  const predicted = new Uint32Array(rows);
  for (let i = 0; i < rows; i++)
    predicted[i] = predictedClass(probabilities, i * classes, classes, input.threshold);
  const confusion = new Float64Array(classes * classes);
  for (let i = 0; i < rows; i++) confusion[truth[i] * classes + predicted[i]] += weights[i];
  const counts = countClasses(confusion, classes);
  return { rows, classes, probabilities, truth, weights, predicted, total, unit, confusion, counts };
}

function countClasses(confusion: Float64Array, classes: number): ClassCounts {
  const hits = new Float64Array(classes);
  const actual = new Float64Array(classes);
  const predicted = new Float64Array(classes);
  for (let i = 0; i < classes; i++) {
    hits[i] = confusion[i * classes + i];
    for (let j = 0; j < classes; j++) {
      actual[i] += confusion[i * classes + j];
      predicted[j] += confusion[i * classes + j];
    }
  }
  const averaged = [...hits.keys()].filter((j) => actual[j] + predicted[j] > 0);
  return { hits, actual, predicted, averaged };
}

/** Curve of class j against all others, by its probability. */
export function classCurve({ rows, classes, probabilities, truth, weights }: Classification, j: number) {
  const scores = new Float64Array(rows);
  const positive = new Uint8Array(rows);
  for (let i = 0; i < rows; i++) {
    scores[i] = probabilities[i * classes + j];
    positive[i] = truth[i] === j ? 1 : 0;
  }
  return thresholdCurve(scores, positive, weights);
}

/**
 * A score of the curve of the positive class for a binary task, else its mean over the classes, each against the rest,
 * that have rows on both sides; undefined where none has.
 */
export function binaryOrMacro(
  input: Classification,
  score: (curve: ThresholdCurve) => number | undefined,
): number | undefined {
  if (input.classes === 2) return score(classCurve(input, 1));
  return meanOfCurves(
    Array.from({ length: input.classes }, (_, j) => classCurve(input, j)),
    score,
  );
}
