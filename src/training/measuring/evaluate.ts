import type { Dataset, Split } from '../../data/dataset.js';
import type { Preprocessing } from '../../data/preprocessing/index.js';
import type { Network } from '../../nn/network.js';
import { predictSplit } from './predictions.js';
import { inTargetTerms, type Metrics, report } from './report.js';

export type Report = { rows: number; loss: number } & Metrics;

/**
 * Measures loss and every metric of a split. Numbers are in the target's own units, scaling undone; the loss is not.
 * The threshold is that of the second of two classes, or of labels.
 */
export function evaluate(
  network: Network,
  split: Split,
  preprocessing: Preprocessing,
  threshold?: number,
): Report {
  const predictions = predictSplit(network, split);
  const predicted = inTargetTerms(network, preprocessing, predictions);
  return { rows: split.rows, loss: predictions.loss, ...report(split, preprocessing, predicted, threshold) };
}

/** Measurements of the splits that there are. */
export interface SplitReports {
  readonly train: Report;
  readonly validation?: Report;
  readonly test?: Report;
}

/** Measures every split that there is. */
export function evaluateSplits(
  network: Network,
  { train, validation, test, preprocessing }: Dataset,
  threshold?: number,
): SplitReports {
  const measure = (split: Split) => evaluate(network, split, preprocessing, threshold);
  return {
    train: measure(train),
    ...(validation && { validation: measure(validation) }),
    ...(test && { test: measure(test) }),
  };
}
