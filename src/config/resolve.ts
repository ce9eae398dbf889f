import { type GenerationTarget, isScaled, type Target } from '../data/preprocessing/index.js';
import type { Sought } from '../data/read_rows.js';
import { fieldsOf } from '../data/targets/generation/fields.js';
import { didYouMean, MlpError } from '../errors.js';
import { printable } from '../files/excerpt.js';
import { formatCount } from '../format_count.js';
import { type MetricName, metricRegistries } from '../metrics/index.js';
import { type ActivationName, activations } from '../nn/activations/index.js';
import { fits } from '../nn/fits.js';
import { type HeadConfig, identityHead } from '../nn/head.js';
import type { LayerConfig } from '../nn/layers/index.js';
import { outputsOf as generatedOutputs } from '../nn/likelihood/index.js';
import { type Loss, type LossName, losses, type TargetKind } from '../nn/losses/index.js';
import type { Variant } from '../nn/variants.js';
import { shortList } from '../short_list.js';
import { misfit } from './checks.js';
import type { TableFacts } from './choice/facts.js';
import { chooseLayers, layersText } from './choice/layers.js';
import { isGenerated, resolveObjective } from './generation.js';
import { activationSchema, lossSchema } from './head.js';
import { type AnyLayer, firstWithBatchStatistics, type Layers, layerSchema } from './layers.js';
import { isAdversarial } from './objective.js';
import { formatPath } from './path.js';
import type { Config } from './schema.js';

/** A config that needs nothing more from the data: the form in which it is saved. */
export type ResolvedConfig<C extends Config = Config> = C & {
  readonly layers: readonly LayerConfig[];
  readonly head: HeadConfig;
  readonly task: NonNullable<Config['task']>;
};

/** Facts about the data that complete a config. */
export interface DataFacts {
  readonly task: NonNullable<Config['task']>;
  readonly target: Target;
  /** Number of columns of x. */
  readonly inputs: number;
  /** Number of rows of the training split. */
  readonly rows: number;
  readonly hasValidation: boolean;
}

/**
 * Completes a config by facts about the data. Returns the number of the network's outputs with it.
 *
 * @throws MlpError `config` where config and data do not go together.
 */
export function resolveConfig<C extends Config>(
  config: C,
  { task, target, inputs, rows, hasValidation }: DataFacts,
): { config: ResolvedConfig<C>; outputs: number; notes: readonly string[] } {
  const { head, outputs } = resolveHead(config.head, target, inputs);
  const { layers, notes } = resolveLayers(config.layers, {
    // whose layers are none
    task: task === 'embedding' ? 'classification' : task,
    ...{ rows, columns: inputs },
  });
  checkMetric(config, target, head.loss, hasValidation);
  checkClassWeight(config, target);
  checkCalibrate(config, target, hasValidation);
  checkBatchStatistics(layers, rows);
  const training = {
    ...config.training,
    restore_best:
      config.training.restore_best ?? (hasValidation && !isAdversarial(config.training.objective)),
    ...(isGenerated(target) && { objective: resolveObjective(config.training.objective, layers) }),
  };
  const kept = isAdversarial(config.training.objective) ? [lastKept] : [];
  return { config: { ...config, task, layers, head, training }, outputs, notes: [...notes, ...kept] };
}

const lastKept =
  'training.objective: the weights of the last epoch are kept, as no number of a GAN says which are best; the loss ' +
  "is the discriminator's, of a real and a sampled row; mlp eval compares rows";

/** The layers of a config; where they are "auto", those chosen for the table, with a note on which and why. */
function resolveLayers(
  layers: Layers,
  facts: Pick<TableFacts, 'task' | 'rows' | 'columns'>,
): { readonly layers: readonly LayerConfig[]; readonly notes: readonly string[] } {
  if (layers !== 'auto') return { layers, notes: [] };
  const chosen = chooseLayers(facts);
  const note =
    `layers: ${layersText(chosen)}, chosen for ${formatCount(facts.rows)} training rows of ` +
    `${formatCount(facts.columns)} inputs; mlp check prints them as a config has them`;
  return { layers: chosen.map((layer) => layerSchema.parse(layer)), notes: [note] };
}

/** Kind of targets that the head is for, where activation or loss imply one: it tells classes from numbers. */
export function targetsOf({ activation, loss }: Config['head']): TargetKind | undefined {
  if (activation && isRowwise(activation.type)) return 'distribution';
  if (loss) return losses[loss.type].targets;
  return activation && losses[lossAfter(activation.type)].targets;
}

/** Purpose of the network of a config, as far as the config says it. */
export const soughtBy = ({ task, head, training }: Config): Sought => ({
  ...{ task, targets: targetsOf(head) },
  ...(isAdversarial(training.objective) && { gives: 'values' }),
});

/**
 * Completes the head, and counts its outputs. The default is sigmoid + binary_cross_entropy for two classes and for
 * labels, softmax + cross_entropy for more classes and for distributions, identity + mse for numbers; where only one of
 * activation and loss is given, the other follows from it.
 */
export function resolveHead(
  head: Config['head'],
  target: Target,
  inputs: number,
): { head: HeadConfig; outputs: number } {
  if (target.kind === 'generation')
    return {
      head: identityHead(head as HeadConfig),
      outputs: generatedOutputs(fieldsOf(target)).columns,
    };
  const [usualActivation, usualLoss] = usualPair(target);
  const activation =
    head.activation ??
    activationSchema.parse(head.loss ? losses[head.loss.type].activation : usualActivation);
  const loss =
    head.loss ??
    lossSchema.parse(!head.activation || holdsNumbers(target) ? usualLoss : lossAfter(head.activation.type));
  checkLoss(activation.type, loss, target);
  checkActivation(activation.type, target);
  return { head: { ...head, activation, loss }, outputs: outputsOf(activation.type, target, inputs) };
}

function usualPair(target: Target): [ActivationName, LossName] {
  if (holdsNumbers(target)) return ['identity', 'mse'];
  if (target.kind === 'distribution' || (target.kind === 'classes' && target.classes.length > 2))
    return ['softmax', 'cross_entropy'];
  return ['sigmoid', 'binary_cross_entropy'];
}

/** The loss that usually follows an activation. */
function lossAfter(activation: ActivationName): LossName {
  if (isRowwise(activation)) return 'cross_entropy';
  return isProbability(activation) ? 'binary_cross_entropy' : 'mse';
}

const holdsNumbers = ({ kind }: Target) => kind === 'numbers' || kind === 'reconstruction';
const isRowwise = (activation: ActivationName) => 'rowwise' in activations[activation];

function isProbability(activation: ActivationName): boolean {
  const [low, high] = activations[activation].range;
  return low >= 0 && high <= 1;
}

function outputsOf(
  activation: ActivationName,
  target: Exclude<Target, GenerationTarget>,
  inputs: number,
): number {
  if (target.kind === 'reconstruction') return inputs;
  if (target.kind !== 'classes') return target.names.length;
  return isRowwise(activation) ? target.classes.length : 1;
}

const refuse = (path: string, message: string) => new MlpError('config', `${path}: ${message}`);

/** Description of a target for messages. */
function named(target: Target): string {
  if (target.kind === 'reconstruction') return 'the target is the input, which holds numbers';
  if (target.kind === 'generation') return 'a generator has no target';
  if (target.kind !== 'classes') {
    const what = { numbers: 'numbers', labels: 'labels from 0 to 1', distribution: 'a distribution' }[
      target.kind
    ];
    return `the target (${shortList(target.names, 5)}) holds ${what}`;
  }
  const { name, classes } = target;
  return (
    `the target ${name} holds ${classes.length === 1 ? '1 class' : `${classes.length} classes`} ` +
    `(${shortList(classes, 5)})`
  );
}

function checkLoss(activation: ActivationName, loss: Variant<LossName>, target: Target): void {
  const { targets } = losses[loss.type];
  const numeric = targets === 'numbers' && target.kind === 'classes';
  if (hasVariance(loss) && !numeric) checkVariance(loss, target);
  if (numeric && (isRowwise(activation) || !isProbability(activation)))
    throw refuse(
      'head.loss',
      `${loss.type} after ${activation} compares numbers, but ${named(target)}; ` +
        `use ${usualPair(target)[1]} after ${usualPair(target)[0]}, or for numbers "task": "regression"`,
    );
  if (targets === 'distribution' && holdsNumbers(target))
    throw refuse(
      'head.loss',
      `${loss.type} is for classes, but ${named(target)}; use mse, or "task": "classification"`,
    );
  if (!fits(activation, loss)) throw refuse('head.loss', misfit(activation, loss));
}

const hasVariance = (loss: Variant<LossName>): boolean => (losses[loss.type] as Loss).hasVariance === true;

/** Refuses a loss with a variance for targets that are not numbers in columns of their own. */
function checkVariance(loss: Variant<LossName>, target: Target): void {
  if (target.kind === 'reconstruction')
    throw refuse(
      'head.loss',
      `${loss.type} gives a mean and a variance for each target column, but ${named(target)}; use mse, or ` +
        '"training.objective": "vae", which gives each column a distribution',
    );
  if (target.kind !== 'numbers')
    throw refuse(
      'head.loss',
      `${loss.type} gives a mean and a variance of numbers, but ${named(target)}; use ${usualPair(target)[1]}`,
    );
  const { initial_variance: given } = loss as { readonly initial_variance?: readonly number[] };
  if (given && given.length !== target.names.length)
    throw refuse(
      'head.loss.initial_variance',
      `expected a number for each target, but ${named(target)}, and there are ${given.length}; leave it out for the ` +
        'variance of the training rows',
    );
  const { names } = target;
  const other = names.find((name) => names.includes(`sd_${name}`));
  if (other !== undefined)
    throw refuse(
      'data.target',
      `the standard deviation of ${printable(other)} and the prediction of ${printable(`sd_${other}`)} would both be ` +
        `called ${printable(`prediction_sd_${other}`)}; rename one of the columns, or train a model for each`,
    );
}

function checkActivation(activation: ActivationName, target: Target): void {
  const fail = (why: string) =>
    refuse('head.activation', `${why}, but ${named(target)}; use ${usualPair(target)[0]}`);
  if (target.kind === 'classes') {
    if (target.classes.length < 2)
      throw refuse('head', `${named(target)}: there is nothing to tell apart; at least 2 classes are needed`);
    if (isRowwise(activation)) return;
    if (!isProbability(activation)) throw fail(`outputs of ${activation} are no probabilities`);
    if (target.classes.length > 2) throw fail(`${activation} gives a single probability`);
  } else if (target.kind === 'distribution') {
    if (!isRowwise(activation)) throw fail(`outputs of ${activation} do not sum to 1`);
  } else if (isRowwise(activation)) throw fail(`outputs of ${activation} sum to 1`);
  else if (target.kind === 'labels' && !isProbability(activation))
    throw fail(`outputs of ${activation} are no probabilities`);
}

/**
 * Refuses targets for which the loss is not defined, such as negative ones for poisson_nll. `t` is [rows, outputs],
 * scaled as the network gets it.
 *
 * @throws MlpError `config`.
 */
export function checkTargets({ loss }: HeadConfig, target: Target, t: Float64Array): void {
  if (!holdsNumbers(target) || !loss) return;
  const [low, high] = losses[loss.type].targetRange;
  const found = t.find((value) => value < low || value > high);
  if (found === undefined) return;
  const range = high === Infinity ? `of at least ${low}` : `from ${low} to ${high}`;
  const scaled = isScaled(target) ? ' once it is scaled (data.target_scale)' : '';
  throw refuse(
    'head.loss',
    `${loss.type} takes targets ${range}, but one is ${found}${scaled}; use mse or another target`,
  );
}

function checkMetric(
  { training }: Config,
  target: Target,
  loss: HeadConfig['loss'],
  hasValidation: boolean,
): void {
  const metric = training.early_stopping?.metric ?? 'loss';
  const isVariance = loss !== undefined && hasVariance(loss);
  const names = (['loss', ...metricNames(target)] as MetricName[]).filter(
    (name) => isVariance || name !== 'nll',
  );
  if (metric === 'nll' && names.includes('mae') && !isVariance)
    throw refuse(
      'training.early_stopping.metric',
      `nll is of means and variances, and the head predicts no variance; use one of ${names.join(', ')}, or ` +
        '"head": {"loss": "gaussian_nll"}',
    );
  if (!names.includes(metric))
    throw refuse(
      'training.early_stopping.metric',
      `no ${metric}, as ${named(target)}; use one of ${names.join(', ')}`,
    );
  if (metric !== 'loss' && !hasValidation)
    throw refuse(
      'training.early_stopping.metric',
      `${metric} is measured on a validation split, and there is none; use loss, which is that of training then, ` +
        'or data.split',
    );
}

function metricNames(target: Target): string[] {
  const { kind } = target;
  if (kind === 'generation')
    return Object.keys(target.gives === 'values' ? metricRegistries.adversarial : metricRegistries.density);
  if (kind === 'classes') return Object.keys(metricRegistries.classification);
  if (kind === 'labels') return Object.keys(metricRegistries.multilabel);
  return Object.keys(kind === 'distribution' ? metricRegistries.soft_targets : metricRegistries.regression);
}

function checkClassWeight({ training: { class_weight: weights } }: Config, target: Target): void {
  if (weights === undefined) return;
  if (target.kind !== 'classes')
    throw refuse('training.class_weight', `is for classes, but ${named(target)}`);
  if (weights === 'balanced') return;
  const unknown = Object.keys(weights).find((name) => !target.classes.includes(name));
  if (unknown !== undefined)
    throw refuse(
      'training.class_weight',
      `there is no class ${JSON.stringify(unknown)}${didYouMean(unknown, target.classes) || `; ${named(target)}`}`,
    );
}

function checkCalibrate({ training }: Config, target: Target, hasValidation: boolean): void {
  if (training.calibrate !== 'temperature') return;
  const where = 'training.calibrate';
  if (holdsNumbers(target) || target.kind === 'generation')
    throw refuse(where, `a temperature is for probabilities, but ${named(target)}; leave it out`);
  if (!hasValidation)
    throw refuse(
      where,
      'a temperature is found on validation rows, and there are none: set some aside (data.split.validation), or ' +
        'train folds (ensemble)',
    );
}

function checkBatchStatistics(layers: readonly AnyLayer[], rows: number): void {
  const first = rows === 1 ? firstWithBatchStatistics(layers) : undefined;
  if (first)
    throw refuse(
      formatPath(first.path),
      `${first.layer.type} learns from the variance of a batch, and the training split has a single row; ` +
        'leave it out or train on more rows',
    );
}
