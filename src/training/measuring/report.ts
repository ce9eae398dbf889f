import type { Split } from '../../data/dataset.js';
import { featureNames, type Preprocessing } from '../../data/preprocessing/index.js';
import {
  type ClassificationReport,
  classificationMetrics,
  classificationReport,
  type MetricName,
  type MultilabelReport,
  multilabelMetrics,
  multilabelReport,
  prepareClassification,
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
import { classProbabilities, predictedNumbers, unscaled } from './outputs.js';
import type { Predictions } from './predictions.js';

export type Metrics = ClassificationReport | RegressionReport | MultilabelReport | SoftTargetReport;

/** The metric that says most at a glance: shown beside the loss. */
export const headline = ({ target }: Preprocessing): MetricName =>
  target.kind === 'numbers' || target.kind === 'reconstruction' ? 'rmse' : 'accuracy';

type Arguments = [network: Network, split: Split, preprocessing: Preprocessing, predictions: Predictions];

const classification = (_: Network, split: Split, classes: readonly string[], { rows, y }: Predictions) => ({
  rows,
  classes: classes.length,
  probabilities: classProbabilities(y, rows, classes.length),
  truth: split.t,
  weights: split.weights,
});

const columns = (split: Split, { rows, y }: Predictions) => ({
  rows,
  labels: y.length / rows,
  classes: y.length / rows,
  probabilities: y,
  truth: split.t,
  weights: split.weights,
});

const regression = (...[network, split, { target }, { rows, y }]: Arguments) => ({
  rows,
  outputs: network.outputs,
  predictions: predictedNumbers(network, y, target),
  truth: unscaled(split.t, target),
  weights: split.weights,
});

/** Measures every metric of the kind that the target asks for. */
export function report(...[network, split, preprocessing, predictions]: Arguments): Metrics {
  const { target } = preprocessing;
  switch (target.kind) {
    case 'classes':
      return classificationReport({
        ...classification(network, split, target.classes, predictions),
        names: target.classes,
      });
    case 'labels':
      return multilabelReport({ ...columns(split, predictions), names: target.names });
    case 'distribution':
      return softTargetReport(columns(split, predictions));
    default:
      return regressionReport({
        ...regression(network, split, preprocessing, predictions),
        names: target.kind === 'reconstruction' ? featureNames(preprocessing) : target.names,
      });
  }
}

/** Measures one metric by its name; undefined where it is not defined for these rows, or for this kind of target. */
export function measure(
  name: MetricName,
  ...[network, split, preprocessing, predictions]: Arguments
): number | undefined {
  const { target } = preprocessing;
  if (name === 'loss') return predictions.loss;
  switch (target.kind) {
    case 'classes':
      return value(
        classificationMetrics,
        name,
        prepareClassification(classification(network, split, target.classes, predictions)),
      );
    case 'labels':
      return value(multilabelMetrics, name, prepareMultilabel(columns(split, predictions)));
    case 'distribution':
      return value(softTargetMetrics, name, prepareSoftTarget(columns(split, predictions)));
    default:
      return value(
        regressionMetrics,
        name,
        prepareRegression(regression(network, split, preprocessing, predictions)),
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
