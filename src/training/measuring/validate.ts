import type { Split } from '../../data/dataset.js';
import type { Preprocessing } from '../../data/preprocessing/index.js';
import type { MetricName } from '../../metrics/index.js';
import type { Network } from '../../nn/network.js';
import { predictSplit } from './predictions.js';
import { asMeasured, headline, measure, measureAdversarial, measureDensity, variancesOf } from './report.js';

/** Loss and metrics on validation rows at the end of an epoch. */
export type Validation = { loss: number } & Partial<Record<MetricName, number>>;

/**
 * Measures the loss on a split, the metric that says most at a glance (`headline`), and `metric`, as far as they are
 * defined for these rows.
 */
export function validate(
  network: Network,
  split: Split,
  preprocessing: Preprocessing,
  metric: MetricName,
): Validation {
  const predictions = predictSplit(network, split);
  const result: Validation = { loss: predictions.loss };
  const { density, judged } = predictions;
  const predicted = density || judged ? null : asMeasured(network, preprocessing, predictions);
  const variances = variancesOf(preprocessing, predictions);
  for (const name of [headline(preprocessing), metric]) {
    if (name === 'loss') continue;
    const value = judged
      ? measureAdversarial(name, split, judged)
      : predicted === null
        ? measureDensity(name, split, density!)
        : measure(name, split, preprocessing, predicted, { variances });
    if (value !== undefined) result[name] = value;
  }
  return result;
}
