import type { Metric } from './metric.js';

/**
 * Counts per class (or label), in rows or in row weights: hits are rightly predicted, `actual` true, `predicted`
 * predicted.
 */
export interface ClassCounts {
  readonly hits: Float64Array;
  readonly actual: Float64Array;
  readonly predicted: Float64Array;
  /** Classes that a macro average is over. */
  readonly averaged: readonly number[];
}

/** One row of the table of classes. `support` is the number of true rows, or the sum of their weights. */
export interface ClassRow {
  class: string;
  precision: number;
  recall: number;
  f1: number;
  support: number;
}

/** A score from hits, actual and predicted counts; 0 where it would divide by zero (scikit-learn's zero_division=0). */
type Score = (hits: number, actual: number, predicted: number) => number;

const precision: Score = (hits, _actual, predicted) => (predicted === 0 ? 0 : hits / predicted);
const recall: Score = (hits, actual) => (actual === 0 ? 0 : hits / actual);
// 2 P R / (P + R) with P = hits / predicted and R = hits / actual
const f1: Score = (hits, actual, predicted) =>
  actual + predicted === 0 ? 0 : (2 * hits) / (actual + predicted);

function ofClass(score: Score, counts: ClassCounts, j: number): number {
  return score(counts.hits[j], counts.actual[j], counts.predicted[j]);
}

/** Macro average: the mean over the classes, each counting the same. */
function macro(score: Score, counts: ClassCounts): number {
  let sum = 0;
  for (const j of counts.averaged) sum += ofClass(score, counts, j);
  return sum / counts.averaged.length;
}

/** Micro average: the score of the counts summed over the classes. */
function micro(score: Score, counts: ClassCounts): number {
  const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
  return score(sum(counts.hits), sum(counts.actual), sum(counts.predicted));
}

/** Weighted average: the mean over the classes, each weighted by its true rows; 0 where there are none. */
function weighted(score: Score, counts: ClassCounts): number {
  let sum = 0;
  let support = 0;
  for (let j = 0; j < counts.actual.length; j++) {
    sum += counts.actual[j] * ofClass(score, counts, j);
    support += counts.actual[j];
  }
  return support === 0 ? 0 : sum / support;
}

type Counted = { readonly counts: ClassCounts };

const metric = (average: typeof macro, score: Score) =>
  ({ better: 'higher', value: ({ counts }) => average(score, counts) }) satisfies Metric<Counted>;

const classMetric = (average: typeof macro, score: Score) =>
  ({ ...metric(average, score), ofClass: true }) satisfies Metric<Counted>;

/** The score of the second class, the positive one, for a binary task; else the macro average. */
const positiveOrMacro: typeof macro = (score, counts) =>
  counts.actual.length === 2 ? ofClass(score, counts, 1) : macro(score, counts);

/** Precision, recall and F1 of rows that have one class each. */
export const classScores = {
  precision: classMetric(positiveOrMacro, precision),
  recall: classMetric(positiveOrMacro, recall),
  f1: classMetric(positiveOrMacro, f1),
  precision_macro: metric(macro, precision),
  recall_macro: metric(macro, recall),
  f1_macro: metric(macro, f1),
  precision_micro: metric(micro, precision),
  recall_micro: metric(micro, recall),
  f1_micro: metric(micro, f1),
  precision_weighted: metric(weighted, precision),
  recall_weighted: metric(weighted, recall),
  f1_weighted: metric(weighted, f1),
} satisfies Record<string, Metric<Counted>>;

/**
 * Precision, recall and F1 of rows with several 0/1 labels. Two labels are no binary task, so the plain names are macro
 * averages.
 */
export const labelScores = {
  ...classScores,
  precision: classMetric(macro, precision),
  recall: classMetric(macro, recall),
  f1: classMetric(macro, f1),
} satisfies Record<string, Metric<Counted>>;

/** Rows of the table of classes, named by `names` in the order of the class indices; counts are in units of `unit`. */
export function classRows(counts: ClassCounts, unit: number, names: readonly string[]): ClassRow[] {
  return names.map((name, j) => ({
    class: name,
    precision: ofClass(precision, counts, j),
    recall: ofClass(recall, counts, j),
    f1: ofClass(f1, counts, j),
    support: counts.actual[j] * unit,
  }));
}
