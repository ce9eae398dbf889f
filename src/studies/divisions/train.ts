import { resolve } from 'node:path';
import type { TrainResult } from '../../jobs/restarts/state.js';
import { networkJobs } from '../../jobs/restarts/train.js';
import { TrainingHistory } from '../../jobs/restarts/training_history.js';
import { type JobOptions, runJobs } from '../../jobs/run_jobs.js';
import { type BackendName, backends, defaultBackend } from '../../kernels/index.js';
import { readInitialTensors } from '../../model/load_model.js';
import { fillNetwork } from '../../model/tensors.js';
import type { Network } from '../../nn/network.js';
import { rowsAtOnce } from '../../run/evaluate_data.js';
import { keptNetwork } from '../../run/kept_network.js';
import { buildNetwork } from '../../training/build_network.js';
import { hasValidation } from '../../training/folds.js';
import { evaluateSplits, type SplitReports } from '../../training/measuring/evaluate.js';
import { withOutOfFold } from '../../training/measuring/out_of_fold.js';
import { keepsAll, networkCount } from '../../training/options.js';
import type { Prepared } from '../../training/prepare_dataset.js';
import type { EpochRecord } from '../../training/records.js';
import { monitorOf } from '../../training/stopping/monitor.js';

/** A division whose networks have ended. */
export interface TrainedDivision {
  readonly prepared: Prepared;
  /** Network with the weights that are kept; the average of all where all are. */
  readonly network: Network;
  readonly result: TrainResult;
  /** Metrics of each part; the held-out rows are `test`. */
  readonly reports: SplitReports;
}

/** Options of training divisions. */
export interface TrainDivisionsOptions
  extends Pick<JobOptions, 'threads' | 'leastSaved' | 'pause' | 'stop' | 'backend'> {
  /** Directory that `training.init_from` starts in. */
  readonly directory?: string;
  /** Called in the order of divisions, and of epochs, whatever ran at the same time. */
  onEpoch?(division: number, record: EpochRecord): void;
  /** Called when all networks of a division have ended, in the order of divisions. */
  onTrained?(division: number, trained: TrainedDivision): void;
}

/**
 * Trains the networks of divisions as jobs side by side: restarts and ensembles of each as its config says, to the same
 * bits whatever the number of threads. Time limits of the configs are not looked at. Returns how many divisions have
 * ended: fewer than there are where training was asked to stop, which leaves nothing of one that had begun.
 *
 * @throws MlpError `bug` where a thread fails, or where the weights to start from do not fit.
 */
export async function trainDivisions(
  prepared: readonly Prepared[],
  { directory = '', onEpoch, onTrained, ...control }: TrainDivisionsOptions,
): Promise<number> {
  const histories = prepared.map(({ config, dataset }) => {
    const { metric } = monitorOf(config.training, hasValidation(dataset));
    return new TrainingHistory(metric, {}, undefined, keepsAll(config));
  });
  const owners = prepared.flatMap(({ config }, division) => Array(networkCount(config)).fill(division));
  const jobs = prepared.flatMap(({ config, dataset, inputs, outputs }) =>
    networkJobs({ inputs, outputs }, config, dataset),
  );
  let trained = 0;
  let ended = 0;
  const initial = initialWeights(prepared, directory);
  await runJobs(jobs, {
    ...control,
    // with this, jobs run in their order, each after the one before has ended
    initialize: initial && ((network, restart) => initial(owners[ended], network, restart)),
    callbacks: {
      onEpoch(job, record) {
        histories[owners[job]].jobCallbacks().onEpoch!(job, record);
        onEpoch?.(owners[job], record);
      },
      onEnd(job, outcome, weights) {
        ended++;
        const division = owners[job];
        const history = histories[division];
        history.jobCallbacks().onEnd!(job, outcome, weights);
        const isLast = owners[job + 1] !== division;
        if (!isLast || outcome.stop_reason === 'interrupted') return;
        trained++;
        onTrained?.(division, measure(prepared[division], history, control.backend));
      },
    },
  });
  return trained;
}

/** The networks that are kept of a division, with their metrics. */
function measure(
  prepared: Prepared,
  history: TrainingHistory,
  backend: BackendName = defaultBackend,
): TrainedDivision {
  const { config, dataset, inputs, outputs } = prepared;
  const trained = buildNetwork(config, inputs, outputs, backends[backend]).allocate(rowsAtOnce);
  const result = history.result();
  trained.restore(history.winner);
  const network = keptNetwork(trained, result);
  const measured = withOutOfFold(dataset, result.restarts.length);
  return {
    prepared: { ...prepared, dataset: measured },
    ...{ network, result },
    reports: evaluateSplits(network, measured),
  };
}

/**
 * Sets the weights that the network of a division starts from; undefined where no config names a file of such.
 *
 * @throws MlpError where they do not fit it.
 */
function initialWeights(prepared: readonly Prepared[], directory: string) {
  const tensors = prepared.map(({ config, inputs, outputs }) => {
    const { init_from: path } = config.training;
    if (path === undefined) return undefined;
    const network = buildNetwork(config, inputs, outputs, backends.js);
    return readInitialTensors(resolve(directory, path), network, networkCount(config));
  });
  if (tensors.every((each) => each === undefined)) return undefined;
  return (division: number, network: Network, restart: number) => {
    const each = tensors[division];
    if (each) fillNetwork(network, each[restart]);
  };
}
