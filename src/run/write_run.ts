import { type Run, readFileIfThere, removeIfThere, writeFileAtomic } from '../files/index.js';
import { reopened } from '../jobs/restarts/reopened.js';
import type { TrainResult, TrainState } from '../jobs/restarts/state.js';
import type { Prepared } from '../training/prepare.js';
import { backgroundText } from './background_text.js';
import { decodeCheckpoint, encodeCheckpoint, type Subject } from './checkpoint.js';
import type { Fitted } from './fit.js';
import { type FinalMetrics, finalMetrics, historyText, metricsText, modelBytes } from './run_files.js';

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

  /** Reads the checkpoint of an earlier run into the directory; null where there is none. */
  readCheckpoint(): Uint8Array | null {
    return readFileIfThere(this.run.paths.checkpoint, 'checkpoint') ?? null;
  }

  /** Decodes a checkpoint, as training goes on from it by the config of this run. */
  decode(saved: Uint8Array): { state: TrainState; seconds: number } {
    const { state, seconds } = decodeCheckpoint(saved, this.run.paths.checkpoint, this.subject);
    return { state: reopened(state, this.prepared.config.training, seconds), seconds };
  }

  writeCheckpoint(state: TrainState, seconds: number): void {
    this.writeHistory(state.history);
    writeFileAtomic(this.run.paths.checkpoint, encodeCheckpoint(state, seconds, this.subject));
  }

  /** Writes config, history, model and metrics of a training that has ended, or was interrupted. */
  writeRun(fitted: Fitted, configText: string, versions: FinalMetrics['versions']): FinalMetrics {
    const { prepared, run } = this;
    const metrics = finalMetrics(prepared.config, fitted, versions);
    writeFileAtomic(run.paths.config, configText);
    this.writeHistory(fitted.result.history);
    // that of another model may not stand beside this one, were this the last that is written
    removeIfThere(run.paths.background);
    writeFileAtomic(run.paths.model, modelBytes(prepared, fitted));
    const { background } = prepared.dataset;
    if (background) writeFileAtomic(run.paths.background, backgroundText(background));
    writeFileAtomic(run.paths.metrics, metricsText(metrics));
    return metrics;
  }

  private writeHistory(history: TrainResult['history']): void {
    if (history.length === this.recorded) return; // with the last checkpoint
    writeFileAtomic(this.run.paths.history, historyText(history, this.prepared.config));
    this.recorded = history.length;
  }
}
