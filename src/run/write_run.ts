import type { Dataset } from '../data/dataset.js';
import { foldSizes } from '../data/splits/index.js';
import { type Run, readFileIfThere, writeFileAtomic } from '../files/index.js';
import { reopened } from '../jobs/restarts/reopened.js';
import { stopReasonOf, type TrainResult, type TrainState } from '../jobs/restarts/state.js';
import { encodeModel, type TrainingSummary } from '../model/model.js';
import type { SplitReports } from '../training/measuring/evaluate.js';
import { type NetworksConfig, networkName } from '../training/options.js';
import type { Prepared } from '../training/prepare.js';
import type { EpochRecord, TrainingOutcome } from '../training/records.js';
import { monitorOf } from '../training/stopping/monitor.js';
import type { Baseline } from '../training/verdict/index.js';
import { decodeCheckpoint, encodeCheckpoint, type Subject } from './checkpoint.js';
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

/**
 * Writes the files of a run, each whole or not at all: a checkpoint and the history on the way, the rest at the end.
 */
export class RunWriter {
  /** Epochs in the history that was written last. */
  private recorded: number | undefined;
  private readonly subject: Subject;

  constructor(
    private readonly run: Run,
    private readonly prepared: Prepared,
  ) {
    const { config, dataset } = prepared;
    this.subject = { config, data: dataset.sha256 };
  }

  /**
   * Reads the checkpoint of an earlier run into the directory, as it goes on by the config of this one; undefined where
   * there is none.
   */
  readCheckpoint(): { state: TrainState; seconds: number } | undefined {
    const { checkpoint } = this.run.paths;
    const saved = readFileIfThere(checkpoint, 'checkpoint');
    if (!saved) return undefined;
    const { state, seconds } = decodeCheckpoint(saved, checkpoint, this.subject);
    return { state: reopened(state, this.prepared.config.training, seconds), seconds };
  }

  writeCheckpoint(state: TrainState, seconds: number): void {
    this.writeHistory(state.history);
    writeFileAtomic(this.run.paths.checkpoint, encodeCheckpoint(state, seconds, this.subject));
  }

  /** Writes config, history, model and metrics of a training that has ended, or was interrupted. */
  writeRun(
    { network, dataset, result, reports, baseline, verdict, seconds }: Fitted,
    configText: string,
    versions: FinalMetrics['versions'],
  ): FinalMetrics {
    const { prepared, run } = this;
    const { config } = prepared;
    const { winner, history, members } = result;
    const stop_reason = stopReasonOf(result);
    const { seed } = config;
    const { sha256, split } = dataset;
    const metrics = {
      ...{ ...reports, baseline, verdict: verdict.map(({ text }) => text) },
      ...(!members && { best_epoch: winner.best_epoch }),
      ...{
        stop_reason,
        ...outcomes(result, dataset),
        versions,
        seed,
        ...(split && { split }),
        sha256,
        seconds,
      },
    };
    writeFileAtomic(run.paths.config, configText);
    this.writeHistory(history);
    const summary = summarize(prepared, dataset, result);
    writeFileAtomic(run.paths.model, encodeModel(network, config, dataset.preprocessing, summary));
    writeFileAtomic(run.paths.metrics, `${JSON.stringify(metrics, null, 2)}\n`);
    return metrics;
  }

  private writeHistory(history: TrainResult['history']): void {
    if (history.length === this.recorded) return; // with the last checkpoint
    const lines = history.map((record) => `${JSON.stringify(named(record, this.prepared.config))}\n`);
    writeFileAtomic(this.run.paths.history, lines.join(''));
    this.recorded = history.length;
  }
}

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

function summarize({ config, outputs }: Prepared, dataset: Dataset, result: TrainResult): TrainingSummary {
  const { winner, members, restarts } = result;
  const { train, validation, test } = dataset;
  const monitor = monitorOf(config.training, validation !== undefined);
  return {
    seed: config.seed,
    outputs,
    ...(!members && { epochs: winner.epochs, best_epoch: winner.best_epoch }),
    stop_reason: stopReasonOf(result),
    monitor: { ...monitor, value: members ? meanValue(restarts) : winner.value },
    rows: {
      train: train.rows,
      ...(validation && { validation: validation.rows }),
      ...(test && { test: test.rows }),
    },
    ...(members && { members: restarts.map(memberSummary) }),
    sha256: { ...dataset.sha256 },
  };
}
