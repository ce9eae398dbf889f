import { availableParallelism } from 'node:os';
import type { NamedConfig } from '../config/index.js';
import { openRun, runElsewhere } from '../files/index.js';
import type { TrainResult, TrainState } from '../jobs/restarts/state.js';
import type { Network } from '../nn/network.js';
import type { Agreement } from '../ranks/agreement.js';
import { fromFirst } from '../ranks/ranks.js';
import type { LoadOptions, Prepared } from '../training/prepare.js';
import { type FitCallbacks, type Fitted, fit } from './fit.js';
import type { KernelsFor } from './network_for_training.js';
import { prepareRun } from './prepare_run.js';
import { configFor } from './run_config.js';
import { type FinalMetrics, finalMetrics } from './run_files.js';
import { RunWriter } from './write_run.js';

/** Options of `trainRun`. */
export interface RunOptions {
  /** Directory of the run's files. */
  readonly directory: string;
  readonly force: boolean;
  readonly resume: boolean;
  readonly kernelsFor?: KernelsFor;
  /** Most threads in which restarts run side by side; the cores of this machine where it is left out. */
  readonly threads?: number;
  /** The file that the config comes from: it is never replaced by another. */
  readonly configFile?: string;
  /** Agreement of the ranks that train together; left out where this process trains alone. */
  readonly agreement?: Agreement;
  /** Clock: seconds since some moment. */
  readonly now: () => number;
  /** Called when data and network are ready, before the first step. */
  readonly onStart?: (prepared: Prepared, network: Network, resumed: TrainState | null) => void;
  readonly callbacks?: Omit<FitCallbacks, 'onCheckpoint'>;
}

/** Result of a run, with what it was prepared from. */
export interface TrainedRun extends Prepared {
  readonly result: TrainResult;
  readonly verdict: Fitted['verdict'];
  readonly calibration: Fitted['calibration'];
  /** Metrics of the run, by the best weights so far where training was interrupted. */
  readonly metrics: FinalMetrics;
  readonly network: Network;
}

/**
 * Trains a config into a directory: a checkpoint on the way, model and metrics at the end, each file whole or not at
 * all. Nothing is written, and no earlier run touched, before config and data are known to be good. Of ranks that train
 * together the first reads and writes the directory; `kernelsFor` gives the backend that they share batches by.
 *
 * @throws MlpError where the directory, the data, the config or a checkpoint to resume from is not as it should be.
 */
export async function trainRun(
  config: NamedConfig,
  loading: LoadOptions,
  versions: FinalMetrics['versions'],
  { directory, kernelsFor, configFile, agreement, now, onStart, callbacks, ...options }: RunOptions,
): Promise<TrainedRun> {
  const { network, initialize, ...prepared } = await prepareRun(config, loading, kernelsFor);
  const isFirst = !agreement || agreement.ranks.rank === 0;
  const run = isFirst ? openRun(directory, options) : runElsewhere(directory);
  try {
    const configText = isFirst ? configFor(run, prepared.config, loading.directory, configFile) : '';
    const writer = new RunWriter(run, prepared);
    const saved = options.resume && isFirst ? writer.readCheckpoint() : null;
    const known = saved && writer.decode(saved);
    agreement?.reach({
      version: versions.mlp,
      'sha256 of data': prepared.dataset.sha256,
      config: prepared.config,
    });
    const given = agreement ? fromFirst(agreement.ranks, saved) : saved;
    const resume = known ?? (given && writer.decode(given)) ?? undefined;
    onStart?.(prepared, network, resume?.state ?? null);
    const { threads = availableParallelism() } = options;
    const fitted = await fit(prepared, {
      ...{ network, initialize, resume, threads, now },
      callbacks: {
        ...callbacks,
        onCheckpoint: isFirst ? (state, seconds) => writer.writeCheckpoint(state, seconds) : undefined,
      },
    });
    const metrics = isFirst
      ? writer.writeRun(fitted, configText, versions)
      : finalMetrics(prepared.config, fitted, versions);
    const { dataset, result, verdict, calibration } = fitted;
    return { ...prepared, dataset, network: fitted.network, result, verdict, calibration, metrics };
  } finally {
    run.close();
  }
}
