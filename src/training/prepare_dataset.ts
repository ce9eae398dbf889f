import {
  checkTargets,
  type NamedConfig,
  type ResolvedConfig as Resolved,
  resolveConfig,
} from '../config/index.js';
import type { Dataset, Split } from '../data/dataset.js';
import { inputs, networkOutputs, type Target } from '../data/preprocessing/index.js';
import { foldSizes } from '../data/splits/index.js';
import { MlpError } from '../errors.js';
import { squaresAboutMean } from '../metrics/regression/explained.js';
import type { Inputs } from '../nn/encoders/index.js';
import type { Outputs } from '../nn/likelihood/index.js';
import { type Loss, type LossName, losses } from '../nn/losses/index.js';
import type { Variant } from '../nn/variants.js';
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
  const { config: completed, outputs, notes } = resolveConfig(config, facts);
  const resolved = withInitialVariance(completed, train);
  for (const split of [train, validation, test, calibration])
    if (split) checkTargets(resolved.head, target, split.t);
  const monitored = withTellingMetric(resolved, { ...dataset, notes: [...dataset.notes, ...notes] });
  return {
    ...monitored,
    inputs: inputsOf(resolved, preprocessing),
    outputs: networkOutputs(preprocessing, outputs),
  };
}

/** A config whose head says the variance of each target with which it starts, where it has one: that of the rows. */
function withInitialVariance(config: ResolvedConfig, { t, rows }: Split): ResolvedConfig {
  const { head } = config;
  const { loss } = head;
  if (!loss || !(losses[loss.type] as Loss).hasVariance) return config;
  const variances = Array.from({ length: t.length / rows }, (_, j) => varianceOf(t, rows, j));
  const filled: Variant<LossName> = { ...{ initial_variance: variances }, ...loss };
  return { ...config, head: { ...head, loss: filled as typeof head.loss } };
}

/** Variance of column j of t, [rows, columns]; 1 where it is constant. */
function varianceOf(t: Float64Array, rows: number, j: number): number {
  const column = Float64Array.from({ length: rows }, (_, i) => t[(i * t.length) / rows + j]);
  const variance = squaresAboutMean(column, new Float64Array(rows).fill(1), rows) / rows;
  return variance > 0 && Number.isFinite(variance) ? variance : 1;
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
