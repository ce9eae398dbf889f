import { availableParallelism } from 'node:os';
import type { NamedConfig } from '../config/index.js';
import { openRun } from '../files/index.js';
import type { TrainResult, TrainState } from '../jobs/restarts/state.js';
import type { Network } from '../nn/network.js';
import type { LoadOptions, Prepared } from '../training/prepare.js';
import { type FitCallbacks, type Fitted, fit } from './fit.js';
import type { KernelsFor } from './network_for_training.js';
import { prepareRun } from './prepare_run.js';
import { configFor } from './run_config.js';
import type { FinalMetrics } from './run_files.js';
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
 * all. Nothing is written, and no earlier run touched, before config and data are known to be good.
 *
 * @throws MlpError where the directory, the data, the config or a checkpoint to resume from is not as it should be.
 */
export async function trainRun(
  config: NamedConfig,
  loading: LoadOptions,
  versions: FinalMetrics['versions'],
  { directory, kernelsFor, configFile, now, onStart, callbacks, ...options }: RunOptions,
): Promise<TrainedRun> {
  const { network, initialize, ...prepared } = await prepareRun(config, loading, kernelsFor);
  const run = openRun(directory, options);
  try {
    const configText = configFor(run, prepared.config, loading.directory, configFile);
    const writer = new RunWriter(run, prepared);
    const resume = options.resume ? writer.readCheckpoint() : undefined;
    onStart?.(prepared, network, resume?.state ?? null);
    const { threads = availableParallelism() } = options;
    const fitted = await fit(prepared, {
      ...{ network, initialize, resume, threads, now },
      callbacks: { ...callbacks, onCheckpoint: (state, seconds) => writer.writeCheckpoint(state, seconds) },
    });
    const metrics = writer.writeRun(fitted, configText, versions);
    const { dataset, result, verdict, calibration } = fitted;
    return { ...prepared, dataset, network: fitted.network, result, verdict, calibration, metrics };
  } finally {
    run.close();
  }
}
