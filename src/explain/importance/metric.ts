import type { Preprocessing } from '../../data/preprocessing/index.js';
import { didYouMean, MlpError } from '../../errors.js';
import { type MetricName, metricRegistries } from '../../metrics/index.js';
import { headline } from '../../training/measuring/report.js';

const registryOf = {
  classes: 'classification',
  labels: 'multilabel',
  distribution: 'soft_targets',
  numbers: 'regression',
  reconstruction: 'regression',
  generation: 'density',
} as const;

/** Names of the metrics that go with what a model predicts, `loss` first. */
export const metricsFor = ({ target }: Preprocessing, hasVariance: boolean): string[] => [
  'loss',
  ...Object.keys(metricRegistries[registryOf[target.kind]]).filter(
    (metric) => hasVariance || metric !== 'nll',
  ),
];

/**
 * Finds a metric that goes with what a model predicts; the headline where none is named.
 *
 * @throws MlpError `usage` where there is no such metric.
 */
export function metricNamed(
  name: string | undefined,
  preprocessing: Preprocessing,
  hasVariance: boolean,
): MetricName {
  if (name === undefined) return headline(preprocessing);
  const { kind } = preprocessing.target;
  const metrics = Object.keys(metricRegistries[registryOf[kind]]);
  const known = metricsFor(preprocessing, hasVariance);
  if (known.includes(name)) return name as MetricName;
  if (metrics.includes(name))
    throw new MlpError(
      'usage',
      `--metric ${name}: is of means and variances, and the model predicts no variance ("head": {"loss": ` +
        `"gaussian_nll"}); there are ${known.join(', ')}`,
    );
  const hint = didYouMean(name, known) || `; there are ${known.join(', ')}`;
  throw new MlpError('usage', `--metric ${name}: no such metric for a target of ${kind}${hint}`);
}
