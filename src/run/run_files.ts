import type { Dataset } from '../data/dataset.js';
import { foldSizes } from '../data/splits/index.js';
import { stopReasonOf, type TrainResult } from '../jobs/restarts/state.js';
import { measureErrors } from '../model/anomalies.js';
import { encodeModel, type TrainingSummary } from '../model/model.js';
import type { Network } from '../nn/network.js';
import type { SplitReports } from '../training/measuring/evaluate.js';
import { type NetworksConfig, networkName } from '../training/options.js';
import type { Prepared, ResolvedConfig } from '../training/prepare_dataset.js';
import type { EpochRecord, TrainingOutcome } from '../training/records.js';
import { monitorOf } from '../training/stopping/monitor.js';
import type { Baseline } from '../training/verdict/index.js';
import type { Fitted } from './fit.js';

/** Outcome of the network of a fold, and the number of rows in it. */
export interface FoldOutcome extends Omit<TrainingOutcome, 'restart'> {
  readonly fold: number;
  readonly rows: number;
}

/** The content of metrics.json. */
export interface FinalMetrics extends SplitReports {
  readonly baseline: Baseline;
  /** Sentences on what came of training. */
  readonly verdict: readonly string[];
  /** Absent where several networks are kept: each has its own. */
  readonly best_epoch?: number;
  readonly stop_reason: string;
  /** Outcomes of the restarts; absent where the networks are those of folds. */
  readonly restarts?: TrainResult['restarts'];
  /** Outcomes of the networks of folds. */
  readonly folds?: readonly FoldOutcome[];
  readonly versions: { readonly mlp: string; readonly node: string };
  readonly seed: number;
  /** Split of the training data, in facts; absent where they are one part. */
  readonly split?: Dataset['split'];
  readonly sha256: Dataset['sha256'];
  readonly seconds: number;
}

/** The content of metrics.json for a training that has ended, or was interrupted. */
export function finalMetrics(
  { seed }: ResolvedConfig,
  { dataset, result, reports, baseline, verdict, seconds }: Fitted,
  versions: FinalMetrics['versions'],
): FinalMetrics {
  const { winner, members } = result;
  const { sha256, split } = dataset;
  return {
    ...{ ...reports, baseline, verdict: verdict.map(({ text }) => text) },
    ...(!members && { best_epoch: winner.best_epoch }),
    stop_reason: stopReasonOf(result),
    ...outcomes(result, dataset),
    ...{ versions, seed },
    ...(split && { split }),
    ...{ sha256, seconds },
  };
}

/** The text of metrics.json. */
export const metricsText = (metrics: FinalMetrics): string => `${JSON.stringify(metrics, null, 2)}\n`;

/** The text of metrics.jsonl: a record a line. */
export const historyText = (history: TrainResult['history'], config: NetworksConfig): string =>
  history.map((record) => `${JSON.stringify(named(record, config))}\n`).join('');

/** The bytes of model.safetensors. */
export const modelBytes = (
  prepared: Prepared,
  { network, dataset, result, calibration }: Fitted,
): Uint8Array =>
  encodeModel(
    network,
    prepared.config,
    dataset.preprocessing,
    summarize(prepared, network, dataset, result),
    calibration,
  );

/** Record as metrics.jsonl has it: the network of a fold is called by its fold. */
function named({ restart, ...record }: EpochRecord, config: NetworksConfig): object {
  return networkName(config) === 'fold' ? { fold: restart, ...record } : { restart, ...record };
}

/** Outcomes of all networks under the name of what they are. */
function outcomes({ restarts }: TrainResult, { folds }: Dataset): Pick<FinalMetrics, 'restarts' | 'folds'> {
  if (!folds) return { restarts };
  const sizes = foldSizes(folds);
  return {
    folds: restarts.map(({ restart: fold, ...outcome }) => ({ fold, rows: sizes[fold], ...outcome })),
  };
}

/** Mean of the values that there are; null where there are none. */
function meanValue(outcomes: readonly TrainingOutcome[]): number | null {
  const values = outcomes.flatMap(({ value }) => value ?? []);
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

const memberSummary = ({ epochs, best_epoch, stop_reason, value }: TrainingOutcome) => ({
  ...{ epochs, best_epoch, stop_reason, value },
});

function summarize(
  { config, outputs }: Prepared,
  network: Network,
  dataset: Dataset,
  result: TrainResult,
): TrainingSummary {
  const { winner, members, restarts } = result;
  const { train, validation, test, calibration } = dataset;
  const monitor = monitorOf(config.training, validation !== undefined);
  const isAutoencoder = dataset.preprocessing.target.kind === 'reconstruction';
  const errors = isAutoencoder ? measureErrors(network, dataset) : undefined;
  return {
    seed: config.seed,
    outputs: typeof outputs === 'number' ? outputs : outputs.columns,
    ...(!members && { epochs: winner.epochs, best_epoch: winner.best_epoch }),
    stop_reason: stopReasonOf(result),
    monitor: { ...monitor, value: members ? meanValue(restarts) : winner.value },
    rows: {
      train: train.rows,
      ...(validation && { validation: validation.rows }),
      ...(test && { test: test.rows }),
      ...(calibration && { calibration: calibration.rows }),
    },
    ...(members && { members: restarts.map(memberSummary) }),
    ...(errors && { reconstruction_errors: errors }),
    sha256: { ...dataset.sha256 },
  };
}
