import {
  checkTargets,
  type NamedConfig,
  type ResolvedConfig as Resolved,
  resolveConfig,
} from '../config/index.js';
import type { Dataset } from '../data/dataset.js';
import { inputs, networkOutputs, type Target } from '../data/preprocessing/index.js';
import { foldSizes } from '../data/splits/index.js';
import { MlpError } from '../errors.js';
import type { Inputs } from '../nn/encoders/index.js';
import type { Outputs } from '../nn/likelihood/index.js';
import { greatest } from '../range.js';
import { inputsOf } from './build_network.js';
import { withFolds } from './folds.js';
import { withTellingMetric } from './stopping/telling_metric.js';

/** A config with nothing left to infer: what the data decided is written into it. */
export type ResolvedConfig = Resolved<NamedConfig>;

/** Config and dataset that fit each other, ready to build and train a network. */
export interface Prepared {
  readonly config: ResolvedConfig;
  readonly dataset: Dataset;
  readonly inputs: Inputs;
  /** Columns of y, and of a generator the distributions that they are parameters of. */
  readonly outputs: number | Outputs;
}

/**
 * Settles what depends on the data, for a dataset that is there already, one made of arrays, say: what the config
 * says of data is not looked at.
 */
export function prepareDataset(config: NamedConfig, given: Dataset): Prepared {
  const dataset = withFolds(given, config);
  const { task, preprocessing, train, validation, test, calibration, folds } = dataset;
  const { target } = preprocessing;
  if (calibration) checkCalibrated(target);
  const facts = {
    ...{ task, target, inputs: inputs(preprocessing) },
    rows: folds ? train.rows - greatest(foldSizes(folds)) : train.rows,
    hasValidation: validation !== undefined || folds !== undefined,
  };
  const { config: resolved, outputs, notes } = resolveConfig(config, facts);
  for (const split of [train, validation, test, calibration])
    if (split) checkTargets(resolved.head, target, split.t);
  const monitored = withTellingMetric(resolved, { ...dataset, notes: [...dataset.notes, ...notes] });
  return {
    ...monitored,
    inputs: inputsOf(resolved, preprocessing),
    outputs: networkOutputs(preprocessing, outputs),
  };
}

/** Refuses calibration rows for a target that has no intervals. */
function checkCalibrated({ kind }: Target): void {
  if (kind === 'numbers' || kind === 'classes') return;
  const what = {
    labels: 'labels, each with its own probability',
    distribution: 'a distribution',
    reconstruction: 'the inputs themselves',
    generation: 'whole rows',
  }[kind];
  throw new MlpError(
    'config',
    `data.split: calibration rows are for intervals of numbers and sets of classes, but the network predicts ${what}` +
      '; leave "calibration" out',
  );
}
