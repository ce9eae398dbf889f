import { isScaled, type Target } from '../data/preprocessing/index.js';
import { didYouMean, MlpError } from '../errors.js';
import { printable } from '../files/excerpt.js';
import { type MetricName, metricRegistries } from '../metrics/index.js';
import type { ActivationName } from '../nn/activations/index.js';
import { fits } from '../nn/fits.js';
import type { HeadConfig } from '../nn/head.js';
import { type Loss, type LossName, losses } from '../nn/losses/index.js';
import type { Variant } from '../nn/variants.js';
import { shortList } from '../short_list.js';
import { misfit } from './checks.js';
import { type AnyLayer, firstWithBatchStatistics } from './layers.js';
import { formatPath } from './path.js';
import type { Config } from './schema.js';
import { holdsNumbers, isProbability, isRowwise, usualPair } from './usual_head.js';

// Refusals of what a config asks for and its data cannot have: each throws an MlpError `config`.

/** The error that config and data do not go together at a path. */
const mismatch = (path: string, message: string) => new MlpError('config', `${path}: ${message}`);

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

export function checkLoss(activation: ActivationName, loss: Variant<LossName>, target: Target): void {
  const { targets } = losses[loss.type];
  const numeric = targets === 'numbers' && target.kind === 'classes';
  if (hasVariance(loss) && !numeric) checkVariance(loss, target);
  if (numeric && (isRowwise(activation) || !isProbability(activation)))
    throw mismatch(
      'head.loss',
      `${loss.type} after ${activation} compares numbers, but ${named(target)}; ` +
        `use ${usualPair(target)[1]} after ${usualPair(target)[0]}, or for numbers "task": "regression"`,
    );
  if (targets === 'distribution' && holdsNumbers(target))
    throw mismatch(
      'head.loss',
      `${loss.type} is for classes, but ${named(target)}; use mse, or "task": "classification"`,
    );
  if (!fits(activation, loss)) throw mismatch('head.loss', misfit(activation, loss));
}

const hasVariance = (loss: Variant<LossName>): boolean => (losses[loss.type] as Loss).hasVariance === true;

/** Refuses a loss with a variance for targets that are not numbers in columns of their own. */
function checkVariance(loss: Variant<LossName>, target: Target): void {
  if (target.kind === 'reconstruction')
    throw mismatch(
      'head.loss',
      `${loss.type} gives a mean and a variance for each target column, but ${named(target)}; use mse, or ` +
        '"training.objective": "vae", which gives each column a distribution',
    );
  if (target.kind !== 'numbers')
    throw mismatch(
      'head.loss',
      `${loss.type} gives a mean and a variance of numbers, but ${named(target)}; use ${usualPair(target)[1]}`,
    );
  const { initial_variance: given } = loss as { readonly initial_variance?: readonly number[] };
  if (given && given.length !== target.names.length)
    throw mismatch(
      'head.loss.initial_variance',
      `expected a number for each target, but ${named(target)}, and there are ${given.length}; leave it out for the ` +
        'variance of the training rows',
    );
  const { names } = target;
  const other = names.find((name) => names.includes(`sd_${name}`));
  if (other !== undefined)
    throw mismatch(
      'data.target',
      `the standard deviation of ${printable(other)} and the prediction of ${printable(`sd_${other}`)} would both be ` +
        `called ${printable(`prediction_sd_${other}`)}; rename one of the columns, or train a model for each`,
    );
}

export function checkActivation(activation: ActivationName, target: Target): void {
  const fail = (why: string) =>
    mismatch('head.activation', `${why}, but ${named(target)}; use ${usualPair(target)[0]}`);
  if (target.kind === 'classes') {
    if (target.classes.length < 2)
      throw mismatch(
        'head',
        `${named(target)}: there is nothing to tell apart; at least 2 classes are needed`,
      );
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
  throw mismatch(
    'head.loss',
    `${loss.type} takes targets ${range}, but one is ${found}${scaled}; use mse or another target`,
  );
}

export function checkMetric(
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
    throw mismatch(
      'training.early_stopping.metric',
      `nll is of means and variances, and the head predicts no variance; use one of ${names.join(', ')}, or ` +
        '"head": {"loss": "gaussian_nll"}',
    );
  if (!names.includes(metric))
    throw mismatch(
      'training.early_stopping.metric',
      `no ${metric}, as ${named(target)}; use one of ${names.join(', ')}`,
    );
  if (metric !== 'loss' && !hasValidation)
    throw mismatch(
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

export function checkClassWeight({ training: { class_weight: weights } }: Config, target: Target): void {
  if (weights === undefined) return;
  if (target.kind !== 'classes')
    throw mismatch('training.class_weight', `is for classes, but ${named(target)}`);
  if (weights === 'balanced') return;
  const unknown = Object.keys(weights).find((name) => !target.classes.includes(name));
  if (unknown !== undefined)
    throw mismatch(
      'training.class_weight',
      `there is no class ${JSON.stringify(unknown)}${didYouMean(unknown, target.classes) || `; ${named(target)}`}`,
    );
}

export function checkCalibrate({ training }: Config, target: Target, hasValidation: boolean): void {
  if (training.calibrate !== 'temperature') return;
  const where = 'training.calibrate';
  if (holdsNumbers(target) || target.kind === 'generation')
    throw mismatch(where, `a temperature is for probabilities, but ${named(target)}; leave it out`);
  if (!hasValidation)
    throw mismatch(
      where,
      'a temperature is found on validation rows, and there are none: set some aside (data.split.validation), or ' +
        'train folds (ensemble)',
    );
}

export function checkBatchStatistics(layers: readonly AnyLayer[], rows: number): void {
  const first = rows === 1 ? firstWithBatchStatistics(layers) : undefined;
  if (first)
    throw mismatch(
      formatPath(first.path),
      `${first.layer.type} learns from the variance of a batch, and the training split has a single row; ` +
        'leave it out or train on more rows',
    );
}
