import type { Dataset, Part, Split } from '../../data/dataset.js';
import type { Preprocessing } from '../../data/preprocessing/index.js';
import { densityReport } from '../../metrics/index.js';
import type { Network } from '../../nn/network.js';
import { importanceBound } from './importance_bound.js';
import { predictPart } from './out_of_fold.js';
import { type Predictions, predictSplit } from './predictions.js';
import { densityOf, inTargetTerms, type Metrics, report } from './report.js';

export type Report = { rows: number; loss: number } & Metrics;

/**
 * Measures loss and every metric of a split. Numbers are in the target's own units, scaling undone; the loss is not.
 * The threshold is that of the second of two classes, or of labels.
 */
export const evaluate = (
  network: Network,
  split: Split,
  preprocessing: Preprocessing,
  threshold?: number,
): Report => measured(network, split, preprocessing, predictSplit(network, split), threshold);

function measured(
  network: Network,
  split: Split,
  preprocessing: Preprocessing,
  predictions: Predictions,
  threshold?: number,
): Report {
  const { loss, density } = predictions;
  if (density) {
    const bound = importanceBound(network, split);
    return { rows: split.rows, loss, ...densityReport({ ...densityOf(split, density), bound }) };
  }
  const predicted = inTargetTerms(network, preprocessing, predictions);
  return { rows: split.rows, loss, ...report(split, preprocessing, predicted, threshold) };
}

/** Measurements of the splits that there are. */
export interface SplitReports {
  readonly train: Report;
  readonly validation?: Report;
  readonly test?: Report;
}

/** Measures a part of a network's own data, the rows of folds by the member that was not trained on them. */
export const evaluatePart = (network: Network, dataset: Dataset, part: Part, threshold?: number): Report =>
  measured(
    network,
    dataset[part] as Split,
    dataset.preprocessing,
    predictPart(network, dataset, part),
    threshold,
  );

/** Measures every split that there is. */
export function evaluateSplits(network: Network, dataset: Dataset, threshold?: number): SplitReports {
  const measure = (part: Part) => evaluatePart(network, dataset, part, threshold);
  return {
    train: measure('train'),
    ...(dataset.validation && { validation: measure('validation') }),
    ...(dataset.test && { test: measure('test') }),
  };
}
