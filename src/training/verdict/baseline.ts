import type { Dataset, Split } from '../../data/dataset.js';
import type { Target } from '../../data/preprocessing/index.js';
import { predictedClass } from '../../metrics/index.js';
import type { NetworkConfig } from '../../nn/build_graph.js';
import { gaussianOf } from '../../nn/gaussian/index.js';
import type { HeadConfig } from '../../nn/head.js';
import { type Loss, losses } from '../../nn/losses/index.js';
import { unscaled, unscaledVariances } from '../measuring/outputs.js';
import { type Metrics, report } from '../measuring/report.js';
import { evenBaseline } from './even.js';
import { independentBaseline } from './independent.js';
import { constantVariances, normalLoss } from './normal_baseline.js';
import { isOneHot, targetColumn, targetOf } from './target_column.js';

/**
 * Loss of a constant prediction, left out where the constant is no output of the head; and its metrics, on the last
 * part that there is.
 */
export type BaselineReport = { readonly rows: number; readonly loss?: number } & Partial<Metrics>;

/**
 * The best that can be had without looking at x: one prediction for all rows, from the weighted training rows. Classes
 * get their shares as probabilities, so that the commonest is always predicted; numbers are the mean, or the quantile
 * that the loss asks for (the median for mae).
 */
export interface Baseline {
  /** The prediction in words: `always 0`, `the mean`. */
  readonly predicts: string;
  readonly train: BaselineReport;
  readonly validation?: BaselineReport;
  readonly test?: BaselineReport;
}

/** Measures the baseline of a dataset: its loss on each split, and every metric on the last. */
export function measureBaseline(
  { head, adversarial }: Pick<NetworkConfig, 'head' | 'adversarial'>,
  dataset: Dataset,
): Baseline {
  const { train, validation, test, preprocessing } = dataset;
  const { target } = preprocessing;
  if (target.kind === 'generation')
    return adversarial ? evenBaseline(adversarial, dataset) : independentBaseline(target, dataset);
  const loss: Loss = losses[head.loss!.type];
  const level = loss.quantile?.(head.loss as never);
  const columns = target.kind === 'classes' ? target.classes.length : train.t.length / train.rows;
  const constant = Float64Array.from({ length: columns }, (_, j) => {
    if (level !== undefined) return quantile(targetColumn(train, j, columns), train, level);
    return mean(targetOf(train, j, columns), train);
  });
  const inTerms = unscaled(constant, target);
  const last = test ?? validation ?? train;
  const gaussian = gaussianOf(head.loss, columns);
  const variances = gaussian && constantVariances(train, constant, gaussian);
  const constantly = (values: Float64Array, { rows }: Split) =>
    Float64Array.from({ length: rows * columns }, (_, i) => values[i % columns]);
  const measure = (split: Split): BaselineReport => {
    const value = variances ? normalLoss(split, constant, variances) : lossOf(head, split, constant, target);
    return {
      rows: split.rows,
      ...(value !== undefined && { loss: value }),
      ...(split === last &&
        report(
          split,
          preprocessing,
          constantly(inTerms, split),
          variances ? { variances: constantly(unscaledVariances(variances, target), split) } : {},
        )),
    };
  };
  return {
    predicts: inWords(target, constant, level),
    train: measure(train),
    ...(validation && { validation: measure(validation) }),
    ...(test && { test: measure(test) }),
  };
}

function inWords(target: Target, constant: Float64Array, level: number | undefined): string {
  switch (target.kind) {
    case 'classes':
      return `always ${target.classes[predictedClass(constant, 0, constant.length)]}`;
    case 'labels':
    case 'distribution':
      return 'the mean of each column';
    default:
      if (level === undefined) return 'the mean';
      return level === 0.5 ? 'the median' : `the quantile ${level}`;
  }
}

/** Mean loss of a constant output of the head, Σ s ℓ / Σ s; undefined where the loss has no term to sum. */
function lossOf(head: HeadConfig, split: Split, constant: Float64Array, target: Target): number | undefined {
  const loss: Loss = losses[head.loss!.type];
  if (loss.term === undefined || loss.prediction !== undefined) return undefined;
  const { rows, weights } = split;
  // a head with one output for two classes gives the probability of the second
  const isSingle = target.kind === 'classes' && !isOneHot(head);
  const outputs = isSingle ? constant.subarray(1) : constant;
  const columns = outputs.length;
  const options = head.loss as never;
  let sum = 0;
  let total = 0;
  for (const [j, y] of outputs.entries()) {
    const t = targetOf(split, isSingle ? 1 : j, constant.length);
    for (let i = 0; i < rows; i++) sum += (weights?.[i] ?? 1) * loss.term(y, t(i), options, columns);
  }
  for (let i = 0; i < rows; i++) total += weights?.[i] ?? 1;
  return sum / total / (loss.targets === 'distribution' ? 1 : columns);
}

function mean(value: (row: number) => number, { rows, weights }: Split): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < rows; i++) {
    const s = weights?.[i] ?? 1;
    // the mean of the values so far, which cannot overflow
    total += s;
    if (total > 0) sum += (value(i) - sum) * (s / total);
  }
  return sum;
}

/** The least value that has at least this share of the weight at or below it. */
function quantile(column: Float64Array, { weights }: Split, level: number): number {
  const order = Uint32Array.from(column, (_, i) => i).sort((a, b) => column[a] - column[b]);
  const all = weights ? weights.reduce((sum, s) => sum + s, 0) : column.length;
  let below = 0;
  for (const i of order) {
    below += weights?.[i] ?? 1;
    if (below >= level * all) return column[i];
  }
  return column[order[order.length - 1]];
}
