import { allFinite } from '../../math/all_finite.js';
import type { ClassCounts } from '../class_scores.js';
import { isPositive, predictedClass } from '../decision.js';
import { countedRows } from '../rows.js';
import { meanOfColumns, type Thresholds, thresholds } from '../threshold_curve.js';

/** Rows that have one class each. A binary task has two columns as well; its second class is the positive one. */
export interface ClassificationInput {
  rows: number;
  classes: number;
  /** Probabilities, [rows, classes]; of two classes those of the second alone, [rows], are enough. */
  probabilities: Float64Array;
  /** Class indices, [rows]. */
  truth: Float64Array;
  /** Row weights, [rows], not negative; 1 where left out. */
  weights?: Float64Array;
  /** Probability from which on the second of two classes is predicted; 0.5 where left out. */
  threshold?: number;
}

/** The rows that have a weight, with everything that several metrics need. */
export interface Classification extends Omit<ClassificationInput, 'probabilities' | 'threshold'> {
  /** Probability of a class in a row. */
  probability(row: number, label: number): number;
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
  const isAlone = probabilities.length < rows * classes;
  const probability = isAlone
    ? (row: number, label: number) => (label === 1 ? probabilities[row] : 1 - probabilities[row])
    : (row: number, label: number) => probabilities[row * classes + label];
  const confusion = new Float64Array(classes * classes);
  for (let i = 0; i < rows; i++) {
    const predicted = isAlone
      ? Number(isPositive(probabilities[i], input.threshold))
      : predictedClass(probabilities, i * classes, classes, input.threshold);
    confusion[truth[i] * classes + predicted] += weights?.[i] ?? 1;
  }
  const counts = countClasses(confusion, classes);
  return { rows, classes, probability, truth, weights, total, unit, confusion, counts };
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

/** Thresholds of class j against all others, by its probability. */
export const classThresholds = (
  { rows, probability, truth, weights }: Classification,
  j: number,
): Thresholds =>
  thresholds({
    rows,
    score: (row) => probability(row, j),
    isPositive: (row) => truth[row] === j,
    weights,
  });

/** Thresholds of the positive class of binary tasks: rows are sorted once for all metrics that go by them. */
const ofPositive = new WeakMap<Classification, Thresholds>();

/**
 * A score of the thresholds of the positive class for a binary task, else its mean over the classes, each against the
 * rest, that have rows on both sides; undefined where none has.
 */
export function binaryOrMacro(
  input: Classification,
  score: (each: Thresholds) => number | undefined,
): number | undefined {
  if (input.classes !== 2) return meanOfColumns(input.classes, (j) => classThresholds(input, j), score);
  const known = ofPositive.get(input) ?? classThresholds(input, 1);
  ofPositive.set(input, known);
  return score(known);
}
