import type { Dataset } from '../../data/dataset.js';
import type { Network } from '../../nn/network.js';
import type { TrainConfig } from '../../training/build_network.js';
import { foldSplits, hasValidation } from '../../training/folds.js';
import { keepsAll, networkCount } from '../../training/options.js';
import type { TrainingRun } from '../../training/run.js';
import { monitorOf } from '../../training/stopping/monitor.js';
import type { Job, JobControl } from '../job.js';
import type { BegunJob } from '../job_starter.js';
import { type JobOptions, runJobs } from '../run_jobs.js';
import { isFinished, type TrainResult, type TrainState } from './state.js';
import { type HistoryCallbacks, TrainingHistory } from './training_history.js';

/** Callbacks of training, in the order of restarts and epochs. */
export interface TrainCallbacks extends HistoryCallbacks, JobControl {
  /**
   * Called when a network begins to be trained, or goes on, before its first step, which waits for the promise. With
   * this callback restarts run one after the other.
   */
  onBegin?(begun: BegunJob): Promise<void> | undefined;
  /** Called after every few steps. With this callback restarts run one after the other. */
  onSteps?(run: TrainingRun, network: Network): void;
}

/** Options of `train`; `resume` is the state from which it goes on. */
export interface TrainOptions extends Pick<JobOptions, 'initialize' | 'threads' | 'leastSaved'> {
  readonly callbacks?: TrainCallbacks;
  readonly resume?: TrainState;
}

/**
 * Trains, from as many initialisations or on as many folds as the config asks for, and leaves in the network the
 * weights that the monitored metric finds best. The same config, data and seed give the same bits, also across an
 * interruption.
 *
 * @throws MlpError `bug` where a thread fails.
 */
export async function train(
  network: Network,
  config: TrainConfig,
  dataset: Dataset,
  { callbacks = {}, resume, initialize, threads = 1, leastSaved }: TrainOptions = {},
): Promise<TrainResult> {
  const { metric } = monitorOf(config.training, hasValidation(dataset));
  const history = new TrainingHistory(metric, callbacks, resume, keepsAll(config));
  const { onSteps, onEpoch: _, ...control } = callbacks;
  const { inputSpec: inputs, outputSpec: outputs } = network;
  await runJobs(networkJobs({ inputs, outputs }, config, dataset, resume), {
    ...control,
    callbacks: history.jobCallbacks(),
    finished: resume?.finished,
    // what is over is not worth a thread
    threads: resume && isFinished(resume, config) ? 1 : threads,
    ...{ leastSaved, network, initialize },
    onSteps: onSteps && (({ run }) => callbacks.onSteps!(run, network)),
  });
  network.restore(history.winner);
  return history.result();
}

/** Creates a job for each restart or each fold. All differ in their seeds; folds have rows of their own. */
export function networkJobs(
  { inputs, outputs }: Pick<Job, 'inputs' | 'outputs'>,
  config: TrainConfig,
  { train: rows, validation, preprocessing, folds }: Dataset,
  resume?: TrainState,
): Job[] {
  const data = { train: rows, ...(validation && { validation }), preprocessing };
  const splits = folds && foldSplits(folds);
  return Array.from({ length: networkCount(config) }, (_, restart) => ({
    ...{ config, inputs, outputs, data },
    ...(splits && { rows: splits[restart] }),
    seed: { value: config.seed, restart },
    ...(resume?.current.restart === restart && { state: resume.current }),
  }));
}
