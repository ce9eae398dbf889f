import { MlpError } from '../../errors.js';
import type { JobPool } from '../../jobs/job_pool.js';
import { judgedOutcome, stopReasonOf, type TrainResult } from '../../jobs/restarts/state.js';
import { networkJobs } from '../../jobs/restarts/train.js';
import { TrainingHistory } from '../../jobs/restarts/training_history.js';
import { backendFor, createKernels } from '../../kernels/index.js';
import { rowsAtOnce } from '../../run/evaluate_data.js';
import { keptNetwork } from '../../run/kept_network.js';
import { buildNetwork } from '../../training/build_network.js';
import { calibrate } from '../../training/calibrating/index.js';
import { hasValidation } from '../../training/folds.js';
import { withOutOfFold } from '../../training/measuring/out_of_fold.js';
import { networkBytes } from '../../training/memory.js';
import { keepsAll } from '../../training/options.js';
import { type LoadOptions, type Prepared, prepareDataset } from '../../training/prepare.js';
import type { TrainingState } from '../../training/saved_run.js';
import { monitorOf } from '../../training/stopping/monitor.js';
import { DataCache } from './data_cache.js';
import { measurePart } from './metric.js';
import type { TrialRecord } from './record.js';
import type { Task } from './run_study.js';
import type { Space, Values } from './space/space.js';
import { type ConfigSource, trialConfig } from './trial_config.js';

/** Trials whose states are kept. */
const MOST_STATES = 27;

/** Options of training the trials of a study. */
export interface TrainerOptions {
  readonly source: ConfigSource;
  readonly space: Space;
  readonly loading: LoadOptions;
  readonly metric: string;
}

/** Trains the trials of a study in a pool, and measures them on their validation rows. */
export class Trainer {
  private readonly data: DataCache;
  /** States of trials that may go on to a further rung, of each network. */
  private readonly states = new Map<number, readonly (TrainingState | undefined)[]>();

  constructor(private readonly options: TrainerOptions) {
    this.data = new DataCache(options.loading);
  }

  /** Prepares the config of a trial; without values that of the file. */
  async prepare(values?: Values): Promise<Prepared> {
    const { source, space } = this.options;
    const config = trialConfig(source, values ? space : [], values ?? {});
    return prepareDataset(config, await this.data.load(config));
  }

  /** Trains a trial up to a rung; null where it was interrupted. A config that is none is a result, too. */
  async train({ trial, values, rung, epochs }: Task, pool: JobPool): Promise<TrialRecord | null> {
    const record = { trial, ...(rung !== undefined && { rung, epochs }), values };
    let prepared: Prepared;
    try {
      prepared = await this.prepare(values);
    } catch (error) {
      if (!(error instanceof MlpError && (error.failure === 'config' || error.failure === 'usage')))
        throw error;
      return { ...record, value: null, error: error.message } as TrialRecord;
    }
    const result = await this.fit(trial, prepared, pool, epochs);
    if (result === null) return null;
    const { network, trained } = result;
    const dataset = withOutOfFold(prepared.dataset, trained.restarts.length);
    const { network: calibrated } = calibrate(
      keptNetwork(network, trained),
      dataset,
      prepared.config.training,
    );
    const diverged = judgedOutcome(trained).stop_reason === 'diverged';
    return {
      ...record,
      value: diverged ? null : measurePart(this.options.metric, calibrated, prepared.config, dataset),
      ...(!trained.members && { best_epoch: trained.winner.best_epoch }),
      stop_reason: stopText(trained, diverged),
    } as TrialRecord;
  }

  /** Trains the networks of a trial, all restarts or folds, side by side as far as the pool has room. */
  private async fit(trial: number, prepared: Prepared, pool: JobPool, until?: number) {
    const { config, dataset, inputs, outputs } = prepared;
    const states = this.states.get(trial) ?? [];
    const jobs = networkJobs({ inputs, outputs }, config, dataset);
    const results = await Promise.all(
      jobs.map((job, i) => pool.run(states[i] ? { ...job, state: states[i] } : job, until)),
    );
    const isCut = results.some(
      ({ outcome: { stop_reason, epochs } }) =>
        stop_reason === 'interrupted' && (until === undefined || epochs < until),
    );
    if (isCut) return null;
    if (until !== undefined)
      this.keep(
        trial,
        results.map(({ state }) => state),
      );
    const { metric } = monitorOf(config.training, hasValidation(dataset));
    const history = new TrainingHistory(metric, {}, undefined, keepsAll(config));
    const { onEnd } = history.jobCallbacks();
    for (const [i, { outcome, weights }] of results.entries()) onEnd!(i, outcome, () => weights);
    return { trained: history.result() as TrainResult, network: this.restored(prepared, history.winner) };
  }

  private keep(trial: number, states: readonly (TrainingState | undefined)[]): void {
    this.states.delete(trial);
    this.states.set(trial, states);
    // whoever goes on without a state begins anew, to the same bits
    if (this.states.size > MOST_STATES) this.states.delete(this.states.keys().next().value!);
  }

  private restored({ config, inputs, outputs }: Prepared, weights: Float64Array) {
    const counted = buildNetwork(config, inputs, outputs);
    const kernels = createKernels(backendFor(networkBytes(counted, rowsAtOnce)), { threads: 1 });
    const network = buildNetwork(config, inputs, outputs, kernels).allocate(rowsAtOnce);
    network.restore(weights);
    return network;
  }
}

/** Reason why a trial ended; `rung` where it can go on from one. */
function stopText(trained: TrainResult, diverged: boolean): string {
  if (diverged) return 'diverged';
  const reason = stopReasonOf({ ...trained, interrupted: false });
  return reason === 'interrupted' ? 'rung' : reason;
}
