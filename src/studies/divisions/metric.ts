import { lossSchema } from '../../config/head.js';
import { checkTargets, resolveHead } from '../../config/index.js';
import type { Dataset, Part, Split } from '../../data/dataset.js';
import { inputs } from '../../data/preprocessing/index.js';
import { didYouMean, MlpError } from '../../errors.js';
import { backends } from '../../kernels/index.js';
import { type Direction, metricDirection, metricNames } from '../../metrics/index.js';
import { losses } from '../../nn/losses/index.js';
import { Network } from '../../nn/network.js';
import { random } from '../../random.js';
import { rowsAtOnce } from '../../run/evaluate_data.js';
import { buildNetwork } from '../../training/build_network.js';
import { evaluatePart } from '../../training/measuring/evaluate.js';
import { predictPart, withOutOfFold } from '../../training/measuring/out_of_fold.js';
import { networkCount } from '../../training/options.js';
import type { Prepared, ResolvedConfig } from '../../training/prepare_dataset.js';

const isMetric = (name: string): boolean => (metricNames as readonly string[]).includes(name);

/**
 * Direction in which a metric is better: one that `mlp eval` prints, or a loss.
 *
 * @throws MlpError `usage` where there is no such metric.
 */
export function directionOf(name: string): Direction {
  if (isMetric(name)) return metricDirection(name as (typeof metricNames)[number]);
  if (Object.hasOwn(losses, name)) return 'lower';
  const hint = didYouMean(name, [...metricNames, ...Object.keys(losses)]);
  throw new MlpError(
    'usage',
    `--metric: no metric or loss ${JSON.stringify(name)}` +
      (hint || `; there are ${metricNames.join(', ')}, and the losses`),
  );
}

/**
 * Measures a network on a part of its data, the validation rows if left out; null where the metric is not defined for
 * these, or has overflowed.
 *
 * @throws MlpError `usage` where a loss does not go with the target.
 */
export function measurePart(
  name: string,
  network: Network,
  config: ResolvedConfig,
  dataset: Dataset,
  part: Part = 'validation',
): number | null {
  const { [name]: value } = reportOf(network, dataset, part);
  const measured =
    typeof value !== 'number' && !isMetric(name) ? otherLoss(name, network, config, dataset, part) : value;
  return typeof measured === 'number' && Number.isFinite(measured) ? measured : null;
}

/**
 * Refuses a metric that the rows of a part do not have, whatever is predicted for them. `rows` names them.
 *
 * @throws MlpError `usage`.
 */
export function checkMetric(name: string, prepared: Prepared, part: Part, rows: string): void {
  const { config } = prepared;
  const network = untrained(prepared);
  const dataset = withOutOfFold(prepared.dataset, networkCount(config));
  if (measurePart(name, network, config, dataset, part) !== null) return;
  const report = reportOf(network, dataset, part);
  const known = Object.keys(report).filter((key) => typeof report[key] === 'number' && key !== 'rows');
  throw new MlpError(
    'usage',
    `--metric: ${name} is not defined for ${rows}; there are ${known.join(', ')}, and the losses`,
  );
}

/** A network of a prepared config with its initial values. */
function untrained({ config, inputs, outputs, dataset }: Prepared): Network {
  const branches = dataset.folds?.count;
  const network = buildNetwork(config, inputs, outputs, backends.js, { branches }).allocate(rowsAtOnce);
  network.initialize(random(config.seed, 'weights'));
  return network;
}

const reportOf = (network: Network, dataset: Dataset, part: Part) =>
  evaluatePart(network, dataset, part) as unknown as Readonly<Record<string, unknown>>;

/** The mean of another loss than that of training, as `mlp compare` measures it. */
function otherLoss(
  type: string,
  network: Network,
  { head }: ResolvedConfig,
  dataset: Dataset,
  part: Part,
): number {
  const { target } = dataset.preprocessing;
  try {
    const judged = resolveHead(
      { ...head, loss: lossSchema.parse(type) },
      target,
      inputs(dataset.preprocessing),
    ).head;
    checkTargets(judged, target, (dataset[part] as Split).t);
    const { config, inputSpec, outputSpec, layout } = network;
    const other = new Network({ ...config, head: judged }, inputSpec, outputSpec, layout.kernels);
    other.allocate(rowsAtOnce).restore(network.snapshot());
    return predictPart(other, dataset, part).loss;
  } catch (error) {
    if (!(error instanceof MlpError && error.failure === 'config')) throw error;
    throw new MlpError('usage', error.message.replace('head.loss', '--metric'), { cause: error });
  }
}
