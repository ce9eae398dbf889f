import type { Dataset, Part, Split } from '../../data/dataset.js';
import type { Preprocessing } from '../../data/preprocessing/index.js';
import { adversarialReport, densityReport } from '../../metrics/index.js';
import type { Network } from '../../nn/network.js';
import type { Intervals } from '../calibrating/conformal.js';
import { type Coverage, measureCoverage } from '../calibrating/coverage.js';
import { importanceBound } from './importance_bound.js';
import { predictPart } from './out_of_fold.js';
import { type Predictions, predictSplit } from './predictions.js';
import { adversarialOf, asMeasured, densityOf, type Metrics, report, variancesOf } from './report.js';

export type Report = { rows: number; loss: number } & Metrics & Coverage;

/** Options of making predictions of probabilities and numbers, beyond the network. */
export interface DecisionOptions {
  /** Probability from which on the second of two classes, or a label, is predicted; 0.5 where left out. */
  readonly threshold?: number;
  /** Intervals whose coverage is measured. */
  readonly intervals?: Intervals;
}

/**
 * Measures loss and every metric of a split. Numbers are in the target's own units, scaling undone; the loss is not.
 */
export const evaluate = (
  network: Network,
  split: Split,
  preprocessing: Preprocessing,
  decision?: DecisionOptions,
): Report => measured(network, split, preprocessing, predictSplit(network, split), decision);

function measured(
  network: Network,
  split: Split,
  preprocessing: Preprocessing,
  predictions: Predictions,
  { threshold, intervals }: DecisionOptions = {},
): Report {
  const { loss, density, judged } = predictions;
  if (judged) return { rows: split.rows, loss, ...adversarialReport(adversarialOf(split, judged)) };
  if (density) {
    const bound = importanceBound(network, split);
    return { rows: split.rows, loss, ...densityReport({ ...densityOf(split, density), bound }) };
  }
  const predicted = asMeasured(network, preprocessing, predictions);
  const metrics: Metrics & Coverage = report(split, preprocessing, predicted, {
    threshold,
    variances: variancesOf(preprocessing, predictions),
  });
  if (!intervals) return { rows: split.rows, loss, ...metrics };
  const { all, each } = measureCoverage(network, split, preprocessing, predictions, intervals);
  const perOutput = 'per_output' in metrics && metrics.per_output;
  return {
    ...{ rows: split.rows, loss, ...metrics, ...all },
    ...(perOutput && { per_output: perOutput.map((one, j) => ({ ...one, ...each[j] })) }),
  };
}

/** Measurements of the splits that there are. */
export interface SplitReports {
  readonly train: Report;
  readonly validation?: Report;
  readonly test?: Report;
}

/** Measures a part of a network's own data, the rows of folds by the member that was not trained on them. */
export const evaluatePart = (
  network: Network,
  dataset: Dataset,
  part: Part,
  decision?: DecisionOptions,
): Report =>
  measured(
    network,
    dataset[part] as Split,
    dataset.preprocessing,
    predictPart(network, dataset, part),
    decision,
  );

/** Measures every split that there is. */
export function evaluateSplits(network: Network, dataset: Dataset, decision?: DecisionOptions): SplitReports {
  const measure = (part: Part) => evaluatePart(network, dataset, part, decision);
  return {
    train: measure('train'),
    ...(dataset.validation && { validation: measure('validation') }),
    ...(dataset.test && { test: measure('test') }),
  };
}
