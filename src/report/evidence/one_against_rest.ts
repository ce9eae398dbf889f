import { classThresholds } from '../../metrics/classification/input.js';
import { prepareClassification, prepareMultilabel } from '../../metrics/index.js';
import { labelThresholds } from '../../metrics/multilabel/input.js';
import {
  areaUnderRoc,
  averagePrecisionOf,
  type ThresholdCurve,
  type Thresholds,
  thresholdCurve,
} from '../../metrics/threshold_curve.js';
import { classProbabilities } from '../../training/measuring/outputs.js';
import type { Evidence, Part } from './evidence.js';

/** Curve of one class (or label) against all others as the threshold falls. */
export interface OneAgainstRest {
  readonly name: string;
  readonly curve: ThresholdCurve;
  /** Area under the ROC curve; undefined where all rows are of the class, or none. */
  readonly area: number | undefined;
  /** Area under the steps of precision; undefined where all rows are of the class, or none. */
  readonly averagePrecision: number | undefined;
  /** Share of the rows that are of the class. */
  readonly share: number;
  /** Index among all classes, which gives its colour in other charts. */
  readonly index: number;
}

/** Whether the model predicts probabilities of classes or labels. */
export const hasProbabilities = ({ model, parts }: Evidence): boolean =>
  parts.length > 0 && ['classes', 'labels'].includes(model.preprocessing.target.kind);

/**
 * Computes a curve for each class against all others (for two classes: the second, the positive one), or for each
 * label.
 */
export function oneAgainstRest({ model }: Evidence, { split, predictions }: Part): OneAgainstRest[] {
  const { target } = model.preprocessing;
  const { rows, y } = predictions;
  const { weights } = split;
  if (target.kind === 'classes') {
    const { classes } = target;
    const probabilities = classProbabilities(y, rows, classes.length);
    const input = prepareClassification({
      rows,
      classes: classes.length,
      probabilities,
      truth: split.t,
      weights,
    });
    const indices = classes.length === 2 ? [1] : [...classes.keys()];
    return input === undefined ? [] : indices.map((j) => measured(classes[j], j, classThresholds(input, j)));
  }
  const names = target.kind === 'labels' ? target.names : [];
  const input = prepareMultilabel({
    rows,
    labels: names.length,
    probabilities: y,
    truth: split.t,
    weights,
  });
  return input === undefined ? [] : names.map((name, j) => measured(name, j, labelThresholds(input, j)));
}

function measured(name: string, index: number, each: Thresholds): OneAgainstRest {
  const curve = thresholdCurve(each);
  const positives = curve.positives[curve.points - 1];
  const total = positives + curve.negatives[curve.points - 1];
  return {
    name,
    index,
    curve,
    area: areaUnderRoc(each),
    averagePrecision: averagePrecisionOf(each),
    share: positives / total,
  };
}

/** Points of a curve in the unit square, without those that are less than a thousandth from the one before. */
export function visible<Point extends { readonly x: number; readonly y: number }>(
  points: readonly Point[],
): Point[] {
  const kept: Point[] = [];
  points.forEach((point, k) => {
    const last = kept.at(-1);
    const isFar = !last || Math.abs(point.x - last.x) >= 0.001 || Math.abs(point.y - last.y) >= 0.001;
    if (isFar || k === points.length - 1) kept.push(point);
  });
  return kept;
}

/** Most curves in a picture. */
const readableCurves = 10;

/** Curves with the lowest score, in the order of the classes, and a sentence on what was left out. */
export function readable(curves: readonly OneAgainstRest[], score: (curve: OneAgainstRest) => number) {
  if (curves.length <= readableCurves) return { shown: curves, note: '' };
  const worst = new Set([...curves].sort((a, b) => score(a) - score(b)).slice(0, readableCurves));
  return {
    shown: curves.filter((curve) => worst.has(curve)),
    note: ` Of ${curves.length} classes these are the ${readableCurves} that are told apart worst.`,
  };
}
