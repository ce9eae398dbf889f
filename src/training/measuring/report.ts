import type { Split } from '../../data/dataset.js';
import { featureNames, isAnswer, type Preprocessing, type Target } from '../../data/preprocessing/index.js';
import {
  type AdversarialInput,
  type AdversarialReport,
  adversarialMetrics,
  type ClassificationReport,
  classificationMetrics,
  classificationReport,
  type DensityInput,
  type DensityReport,
  densityMetrics,
  type MetricName,
  type MultilabelReport,
  multilabelMetrics,
  multilabelReport,
  prepareAdversarial,
  prepareClassification,
  prepareDensity,
  prepareMultilabel,
  prepareRegression,
  prepareSoftTarget,
  type RegressionReport,
  regressionMetrics,
  regressionReport,
  type SoftTargetReport,
  softTargetMetrics,
  softTargetReport,
} from '../../metrics/index.js';
import type { Network } from '../../nn/network.js';
import { classProbabilities, predictedNumbers, predictedVariances, unscaled } from './outputs.js';
import type { Density, Judged, Predictions } from './predictions.js';

export type Metrics =
  | ClassificationReport
  | RegressionReport
  | MultilabelReport
  | SoftTargetReport
  | DensityReport
  | AdversarialReport;

/** The metric that says most at a glance: shown beside the loss. */
export function headline({ target }: Preprocessing): MetricName {
  if (target.kind === 'generation') return target.gives === 'values' ? 'generator_loss' : 'elbo';
  return target.kind === 'numbers' || target.kind === 'reconstruction' ? 'rmse' : 'accuracy';
}

/** Input of density metrics, of a split and its predictions. */
export const densityOf = ({ rows, weights }: Split, density: Density): DensityInput => ({
  ...{ rows, weights },
  ...density,
});

/** Measures one metric of density by its name; undefined where it is not defined for these rows. */
export const measureDensity = (name: MetricName, split: Split, density: Density): number | undefined =>
  value(densityMetrics, name, prepareDensity(densityOf(split, density)));

/** Input of adversarial metrics, of a split and what a discriminator makes of it. */
export const adversarialOf = ({ rows, weights }: Split, judged: Judged): AdversarialInput => ({
  ...{ rows, weights },
  ...judged,
});

/** Measures one adversarial metric by its name; undefined where it is not defined for these rows. */
export const measureAdversarial = (name: MetricName, split: Split, judged: Judged): number | undefined =>
  value(adversarialMetrics, name, prepareAdversarial(adversarialOf(split, judged)));

/**
 * Predictions in the terms of the target, [rows, columns]: a probability for each class, label or part of a
 * distribution, or numbers in their own units.
 */
export function inTargetTerms(
  network: Network,
  { target }: Preprocessing,
  { rows, y }: Predictions,
): Float64Array {
  if (target.kind === 'classes') return classProbabilities(y, rows, target.classes.length);
  return target.kind === 'labels' || target.kind === 'distribution'
    ? y
    : predictedNumbers(network, y, target);
}

/** Predictions as metrics take them: in the terms of the target, of two classes those of the second alone. */
export const asMeasured = (
  network: Network,
  preprocessing: Preprocessing,
  predictions: Predictions,
): Float64Array =>
  preprocessing.target.kind === 'classes'
    ? predictions.y
    : inTargetTerms(network, preprocessing, predictions);

/** Variances of predicted numbers, in their own units squared, [rows, columns]; undefined where there are none. */
export const variancesOf = (
  { target }: Preprocessing,
  { moments, y, rows }: Predictions,
): Float64Array | undefined => moments && predictedVariances(moments, y.length / rows, target);

/** Facts beside predictions that metrics go by. */
export interface Beside {
  /** Probability from which on the second of two classes, or a label, is predicted. */
  readonly threshold?: number;
  /** Variances of predicted numbers, in their own units squared, [rows, columns]. */
  readonly variances?: Float64Array;
}

const classification = (
  { rows, t: truth, weights }: Split,
  classes: number,
  probabilities: Float64Array,
) => ({
  rows,
  classes,
  probabilities,
  truth,
  weights,
});

const columns = ({ rows, t: truth, weights }: Split, probabilities: Float64Array) => ({
  rows,
  labels: probabilities.length / rows,
  classes: probabilities.length / rows,
  probabilities,
  truth,
  weights,
});

const regression = (
  { rows, t, weights }: Split,
  target: Target,
  predictions: Float64Array,
  variances: Float64Array | undefined,
) => ({
  rows,
  outputs: predictions.length / rows,
  predictions,
  truth: unscaled(t, target),
  weights,
  ...(variances && { variances }),
});

/**
 * Measures every metric of the kind that the target asks for; `predicted` is as `asMeasured` gives it.
 */
export function report(
  split: Split,
  preprocessing: Preprocessing,
  predicted: Float64Array,
  { threshold, variances }: Beside = {},
): Metrics {
  const { target } = preprocessing;
  switch (target.kind) {
    case 'classes': {
      const names = target.classes;
      return classificationReport({ ...classification(split, names.length, predicted), threshold, names });
    }
    case 'labels':
      return multilabelReport({ ...columns(split, predicted), threshold, names: target.names });
    case 'distribution':
      return softTargetReport({ ...columns(split, predicted), threshold });
    default:
      return regressionReport({
        ...regression(split, target, predicted, variances),
        names: isAnswer(target) ? target.names : featureNames(preprocessing),
      });
  }
}

/**
 * Measures one metric but the loss by its name; undefined where it is not defined for these rows, or for this kind of
 * target. `predicted` is as `asMeasured` gives it.
 */
export function measure(
  name: MetricName,
  split: Split,
  { target }: Preprocessing,
  predicted: Float64Array,
  { threshold, variances }: Beside = {},
): number | undefined {
  switch (target.kind) {
    case 'classes': {
      const input = { ...classification(split, target.classes.length, predicted), threshold };
      return value(classificationMetrics, name, prepareClassification(input));
    }
    case 'labels':
      return value(multilabelMetrics, name, prepareMultilabel({ ...columns(split, predicted), threshold }));
    case 'distribution':
      return value(softTargetMetrics, name, prepareSoftTarget(columns(split, predicted)));
    default:
      return value(
        regressionMetrics,
        name,
        prepareRegression(regression(split, target, predicted, variances)),
      );
  }
}

function value<Input>(
  registry: Readonly<Record<string, { value(input: Input): number | undefined }>>,
  name: string,
  input: Input | undefined,
): number | undefined {
  return input === undefined || !Object.hasOwn(registry, name) ? undefined : registry[name].value(input);
}
