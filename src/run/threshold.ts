import type { Split } from '../data/dataset.js';
import { MlpError } from '../errors.js';
import { defaultThreshold } from '../metrics/index.js';
import {
  type Counts,
  chooseThreshold,
  countsAt,
  figureOf,
  type Goal,
  type Scored,
} from '../metrics/thresholds/index.js';
import type { Model } from '../model/model.js';
import type { Network } from '../nn/network.js';
import { predictPart } from '../training/measuring/out_of_fold.js';
import { type Predictions, predictSplit } from '../training/measuring/predictions.js';
import { inTargetTerms, report } from '../training/measuring/report.js';
import type { loadRunSplits } from './run_splits.js';

type RunSplits = Awaited<ReturnType<typeof loadRunSplits>>['dataset'];

/** Rows with a model's probabilities for them. */
export interface ScoredRows {
  /** Part that the rows are of. */
  readonly part: 'validation' | 'test' | 'data';
  readonly split: Split;
  readonly scored: Scored;
}

/** Figures at one threshold, as mlp eval has them. */
export interface AtThreshold {
  readonly threshold: number;
  /** Figure of the goal; absent without one. */
  readonly value?: number;
  readonly precision?: number;
  readonly recall?: number;
  readonly f1?: number;
  /** Counts of the rows by truth and prediction, or the sums of their weights; of all labels together. */
  readonly counts: Counts;
}

/** Thresholds of a model side by side on some rows. */
export interface ThresholdTable {
  readonly part: ScoredRows['part'];
  readonly rows: number;
  readonly goal?: string;
  /** The threshold that the model had. */
  readonly before: AtThreshold;
  /** The best one by the goal, where there is a goal. */
  readonly chosen?: AtThreshold;
  readonly table: readonly AtThreshold[];
}

const shown = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

/**
 * Refuses a model that decides by no threshold.
 *
 * @throws MlpError `usage`.
 */
export function refuseWithoutThreshold({ preprocessing: { target } }: Model): void {
  if (target.kind === 'labels' || (target.kind === 'classes' && target.classes.length === 2)) return;
  const what =
    target.kind === 'classes'
      ? `${target.classes.length} classes, of which the most probable one is taken`
      : 'numbers';
  throw new MlpError(
    'usage',
    `mlp threshold: is for two classes or for labels, but this model predicts ${what}`,
  );
}

/** Refuses a goal that labels do not have. */
export function refuseGoal({ name }: Goal, { preprocessing: { target } }: Model): void {
  if (name === 'balanced_accuracy' && target.kind === 'labels')
    throw new MlpError(
      'usage',
      '--for balanced_accuracy: is for two classes; for labels take f1, or cost=fp:1,fn:5',
    );
}

/**
 * The rows of a run that a threshold is chosen by: its validation rows, or those of its folds.
 *
 * @throws MlpError `usage` where there are none.
 */
export function validationRows(network: Network, model: Model, dataset: RunSplits): ScoredRows {
  const { validation } = dataset;
  if (!validation)
    throw new MlpError(
      'usage',
      'the run has no validation rows to choose a threshold by (data.split.validation), and by training rows it ' +
        'would flatter; name other rows: mlp threshold MODEL DATA.csv',
    );
  return scoredRows('validation', model, network, validation, predictPart(network, dataset, 'validation'));
}

/** Rows of other data, or of the test part. */
export const otherRows = (part: 'test' | 'data', network: Network, model: Model, split: Split): ScoredRows =>
  scoredRows(part, model, network, split, predictSplit(network, split));

function scoredRows(
  part: ScoredRows['part'],
  { preprocessing }: Model,
  network: Network,
  split: Split,
  predictions: Predictions,
): ScoredRows {
  const p = inTargetTerms(network, preprocessing, predictions);
  const isClasses = preprocessing.target.kind === 'classes';
  const probabilities = isClasses ? p.filter((_, k) => k % 2 === 1) : p;
  if (!probabilities.every(Number.isFinite))
    throw new MlpError(
      'data',
      `the probabilities of the ${part} rows are not all finite: the training has diverged`,
    );
  const { t: truth, weights, rows } = split;
  const columns = probabilities.length / rows;
  return { part, split, scored: { columns, probabilities, truth, ...(weights && { weights }) } };
}

/** Thresholds of a model side by side, with the best one by a goal. */
export function thresholdTable(rows: ScoredRows, model: Model, goal?: Goal): ThresholdTable {
  const before = model.calibration.threshold?.value ?? defaultThreshold;
  const best = goal && chooseThreshold(rows.scored, goal).threshold;
  const at = (threshold: number) => atThreshold(rows, model, threshold, goal);
  const thresholds = [...new Set([...shown, before, ...(best === undefined ? [] : [best])])].sort(
    (a, b) => a - b,
  );
  return {
    part: rows.part,
    rows: rows.split.rows,
    ...(goal && { goal: goal.name }),
    before: at(before),
    ...(best !== undefined && { chosen: at(best) }),
    table: thresholds.map(at),
  };
}

/** Figures of rows at one threshold. */
export function atThreshold(
  { split, scored }: ScoredRows,
  { preprocessing }: Model,
  threshold: number,
  goal?: Goal,
): AtThreshold {
  const counts = countsAt(scored, threshold);
  const { probabilities } = scored;
  const isClasses = preprocessing.target.kind === 'classes';
  const predicted = isClasses
    ? Float64Array.from({ length: 2 * probabilities.length }, (_, k) => {
        const p = probabilities[Math.floor(k / 2)];
        return k % 2 === 1 ? p : 1 - p;
      })
    : probabilities;
  const { precision, recall, f1 } = report(split, preprocessing, predicted, { threshold }) as Readonly<
    Record<'precision' | 'recall' | 'f1', number | undefined>
  >;
  return {
    threshold,
    ...(goal && { value: figureOf(goal, counts) }),
    ...{ precision, recall, f1 },
    counts: counts.reduce(sumOf),
  };
}

const sumOf = (a: Counts, b: Counts): Counts => ({
  truePositive: a.truePositive + b.truePositive,
  falsePositive: a.falsePositive + b.falsePositive,
  falseNegative: a.falseNegative + b.falseNegative,
  trueNegative: a.trueNegative + b.trueNegative,
});
