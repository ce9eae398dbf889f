import { realpathSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { NamedConfig } from '../config/index.js';
import type { Dataset } from '../data/dataset.js';
import { MlpError } from '../errors.js';
import { openRun, type Run, readFileChecked, readFileIfThere, writeFileAtomic } from '../files/index.js';
import { encodeModel, type TrainingSummary } from '../model/model.js';
import type { Network } from '../nn/network.js';
import { evaluate, type Report } from '../training/evaluate.js';
import type { TrainCallbacks, TrainResult, TrainState } from '../training/ledger.js';
import type { Place, Prepared } from '../training/prepare.js';
import { monitorOf } from '../training/progress.js';
import { type TrainOptions, train } from '../training/train.js';
import { decodeCheckpoint, encodeCheckpoint, type Subject } from './checkpoint.js';
import { type KernelsFor, prepareRun } from './prepare_run.js';
import { rebase } from './rebase.js';

export interface RunOptions {
  /** Where the run's files go. */
  readonly directory: string;
  readonly force: boolean;
  readonly resume: boolean;
  readonly kernelsFor?: KernelsFor;
  /** The most in which restarts run side by side; the cores of this machine where nobody says. */
  readonly threads?: number;
  /** The file that the config comes from: it is never replaced by another. */
  readonly configFile?: string;
  /** Seconds since some moment. */
  readonly now: () => number;
  /** Told when data and network are ready, before the first step. */
  readonly onStart?: (prepared: Prepared, network: Network, resumed: TrainState | null) => void;
  readonly callbacks?: Omit<TrainCallbacks, 'onCheckpoint' | 'checkpointEvery' | 'seconds'>;
}

/** What metrics.json says. */
export interface FinalMetrics {
  readonly train: Report;
  readonly validation?: Report;
  readonly test?: Report;
  readonly best_epoch: number;
  readonly stop_reason: string;
  readonly restarts: TrainResult['restarts'];
  readonly versions: { readonly mlp: string; readonly node: string };
  readonly seed: number;
  readonly sha256: Dataset['sha256'];
  readonly seconds: number;
}

export interface TrainedRun extends Prepared {
  readonly result: TrainResult;
  /** null where training was interrupted: the checkpoint is all that there is then. */
  readonly metrics: FinalMetrics | null;
  readonly network: Network;
}

/**
 * Trains a config into a directory: a checkpoint on the way, model and metrics at the end, each file whole or not at all.
 * Nothing is written, and no earlier run touched, before config and data are known to be good.
 *
 * @throws MlpError where the directory, the data, the config or a checkpoint to resume from is not as it should be.
 */
export async function trainRun(
  config: NamedConfig,
  place: Place,
  versions: FinalMetrics['versions'],
  options: RunOptions,
): Promise<TrainedRun> {
  const { initialize, ...prepared } = await prepareRun(config, place, options.kernelsFor);
  const run = openRun(options.directory, options);
  try {
    return await trainInto(run, prepared, initialize, place, versions, options);
  } finally {
    run.close();
  }
}

async function trainInto(
  run: Run,
  { network, ...prepared }: Prepared & { readonly network: Network },
  initialize: TrainOptions['initialize'],
  place: Place,
  versions: FinalMetrics['versions'],
  { resume, configFile, threads = availableParallelism(), now, onStart, callbacks }: RunOptions,
): Promise<TrainedRun> {
  const { config: resolved, dataset } = prepared;
  const configText = `${JSON.stringify(rebase(resolved, place.directory, run.directory), null, 2)}\n`;
  protect(configFile, run.paths.config, configText);
  const subject: Subject = { config: resolved, data: dataset.sha256 };
  const { checkpoint } = run.paths;
  const saved = resume ? readFileIfThere(checkpoint, 'checkpoint') : undefined;
  const resumed = saved ? decodeCheckpoint(saved, checkpoint, subject) : null;
  onStart?.(prepared, network, resumed?.state ?? null);

  const started = now();
  let recorded: number | undefined;
  const writeHistory = (history: TrainResult['history']) => {
    if (history.length === recorded) return; // with the last checkpoint
    writeFileAtomic(run.paths.history, history.map((record) => `${JSON.stringify(record)}\n`).join(''));
    recorded = history.length;
  };
  const seconds = () => (resumed ? resumed.seconds : 0) + now() - started;
  const { time_limit: limit } = resolved.training;
  const result = await train(network, resolved, dataset, {
    resume: resumed?.state,
    initialize,
    threads,
    callbacks: {
      ...callbacks,
      seconds,
      checkpointEvery: resolved.training.checkpoint_every,
      stop: () => callbacks?.stop?.() ?? (limit !== undefined && seconds() >= limit ? 'time_limit' : null),
      onCheckpoint(state) {
        writeHistory(state.history);
        writeFileAtomic(checkpoint, encodeCheckpoint(state, seconds(), subject));
      },
    },
  });
  if (result.interrupted) return { ...prepared, network, result, metrics: null };

  const metrics: FinalMetrics = {
    ...reports(network, dataset),
    best_epoch: result.winner.best_epoch,
    stop_reason: result.winner.stop_reason,
    restarts: result.restarts,
    versions,
    seed: resolved.seed,
    sha256: dataset.sha256,
    seconds: seconds(),
  };
  writeFileAtomic(run.paths.config, configText);
  writeHistory(result.history);
  writeFileAtomic(
    run.paths.model,
    encodeModel(network, resolved, dataset.preprocessing, summarize(prepared, result)),
  );
  writeFileAtomic(run.paths.metrics, `${JSON.stringify(metrics, null, 2)}\n`);
  return { ...prepared, network, result, metrics };
}

/** Refuses to put `text` in the place of a file that is the very config of the run, unless it is that text already. */
function protect(configFile: string | undefined, target: string, text: string): void {
  if (configFile === undefined || !statSync(target, { throwIfNoEntry: false })) return;
  if (realpathSync(configFile) !== realpathSync(target)) return;
  if (Buffer.from(readFileChecked(target, 'config')).toString() === text) return;
  throw new MlpError(
    'cannot_create',
    `${target}: is the config itself, which the resolved config of the run would replace; choose another directory with --out`,
  );
}

/** The metrics of every split that there is. */
export function reports(network: Network, { train, validation, test, preprocessing }: Dataset) {
  return {
    train: evaluate(network, train, preprocessing),
    ...(validation && { validation: evaluate(network, validation, preprocessing) }),
    ...(test && { test: evaluate(network, test, preprocessing) }),
  };
}

function summarize({ config, dataset, outputs }: Prepared, { winner }: TrainResult): TrainingSummary {
  const { train, validation, test } = dataset;
  const monitor = monitorOf(config.training, validation !== undefined);
  return {
    seed: config.seed,
    outputs,
    epochs: winner.epochs,
    best_epoch: winner.best_epoch,
    stop_reason: winner.stop_reason,
    monitor: { ...monitor, value: winner.value },
    rows: {
      train: train.rows,
      ...(validation && { validation: validation.rows }),
      ...(test && { test: test.rows }),
    },
    sha256: { ...dataset.sha256 },
  };
}
