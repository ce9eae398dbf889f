import { MlpError } from '../../errors.js';
import type { JobPool } from '../../jobs/job_pool.js';
import { judgedOutcome, stopReasonOf, type TrainResult } from '../../jobs/restarts/state.js';
import { networkJobs } from '../../jobs/restarts/train.js';
import { TrainingHistory } from '../../jobs/restarts/training_history.js';
import { backendFor, createKernels } from '../../kernels/index.js';
import type { Network } from '../../nn/network.js';
import { rowsAtOnce } from '../../run/evaluate_data.js';
import { keptNetwork } from '../../run/kept_network.js';
import { buildNetwork } from '../../training/build_network.js';
import { calibrate } from '../../training/calibrating/index.js';
import { hasValidation } from '../../training/folds.js';
import { withOutOfFold } from '../../training/measuring/out_of_fold.js';
import { networkBytes } from '../../training/memory.js';
import { keepsAll } from '../../training/options.js';
import type { Prepared } from '../../training/prepare.js';
import type { TrainingState } from '../../training/saved_run.js';
import { monitorOf } from '../../training/stopping/monitor.js';
import { measurePart } from '../divisions/metric.js';
import type { TrialRecord } from './record.js';
import type { Task } from './run_study.js';
import type { Space, Values } from './space/space.js';
import { type ConfigSource, trialConfig } from './trial_config.js';
import type { TrialData } from './trial_data.js';

/** Trials whose states are kept. */
const MOST_STATES = 27;

/** Options of training the trials of a study. */
export interface TrainerOptions {
  readonly source: ConfigSource;
  readonly space: Space;
  readonly data: TrialData;
  readonly metric: string;
  /** Clock: seconds since some moment. */
  readonly now: () => number;
}

/** Result of a trial, and the seconds that its own work took, without what it waited for others. */
export interface MeasuredTrial {
  readonly record: TrialRecord;
  readonly seconds: number;
}

/** A trained network of a trial, or of one of its folds. */
interface Fitted {
  readonly prepared: Prepared;
  readonly trained: TrainResult;
  readonly network: Network;
}

/** Trains the trials of a study in a pool, and measures them on the rows that judge. */
export class Trainer {
  /** States of trials that may go on to a further rung, of each network. */
  private readonly states = new Map<number, readonly (TrainingState | undefined)[]>();

  constructor(private readonly options: TrainerOptions) {}

  /** Prepares the config of a trial, once or for each fold; without values that of the file. */
  async prepare(values?: Values): Promise<readonly Prepared[]> {
    const { source, space, data } = this.options;
    return data.prepare(trialConfig(source, values ? space : [], values ?? {}));
  }

  /** Trains a trial up to a rung; null where it was interrupted. A config that is none is a result, too. */
  async train(task: Task, pool: JobPool): Promise<MeasuredTrial | null> {
    const { trial, values, rung, epochs } = task;
    const { now, data } = this.options;
    const record = { trial, ...(rung !== undefined && { rung, epochs }), values };
    const started = now();
    let prepared: readonly Prepared[];
    try {
      prepared = await this.prepare(values);
    } catch (error) {
      if (!(error instanceof MlpError && (error.failure === 'config' || error.failure === 'usage')))
        throw error;
      const failed = { ...record, value: null, error: error.message } as TrialRecord;
      return { record: failed, seconds: now() - started };
    }
    const preparing = now() - started;
    const fit = await this.fit(trial, prepared, pool, epochs);
    if (fit === null) return null;
    const ended = now();
    const measured = fit.fitted.map((each) => this.measure(each));
    const [{ trained }] = fit.fitted;
    const folds = measured.map(({ value }) => value);
    const result = {
      ...record,
      value: meanOf(folds),
      ...(data.judge === 'test' && { folds }),
      ...(data.judge === 'validation' && !trained.members && { best_epoch: trained.winner.best_epoch }),
      stop_reason: [...new Set(measured.map(({ stop }) => stop))].sort().join(', '),
    } as TrialRecord;
    return { record: result, seconds: preparing + fit.seconds + now() - ended };
  }

  private measure({ prepared, trained, network }: Fitted): { value: number | null; stop: string } {
    const { metric, data } = this.options;
    const { config } = prepared;
    const dataset = withOutOfFold(prepared.dataset, trained.restarts.length);
    const { network: calibrated } = calibrate(keptNetwork(network, trained), dataset, config.training);
    const diverged = judgedOutcome(trained).stop_reason === 'diverged';
    return {
      value: diverged ? null : measurePart(metric, calibrated, config, dataset, data.judge),
      stop: stopText(trained, diverged),
    };
  }

  /** Trains the networks of a trial, all folds and restarts, side by side as far as the pool has room. */
  private async fit(trial: number, prepared: readonly Prepared[], pool: JobPool, until?: number) {
    const { now } = this.options;
    const states = this.states.get(trial) ?? [];
    const jobs = prepared.map(({ config, dataset, inputs, outputs }) =>
      networkJobs({ inputs, outputs }, config, dataset),
    );
    let seconds = 0;
    const results = await Promise.all(
      jobs.flat().map(async (job, i) => {
        let begun = 0;
        const onBegin = () => {
          begun = now();
        };
        const result = await pool.run(states[i] ? { ...job, state: states[i] } : job, { until, onBegin });
        seconds += now() - begun;
        return result;
      }),
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
    let first = 0;
    const fitted = prepared.map((each, i): Fitted => {
      const ended = results.slice(first, first + jobs[i].length);
      first += jobs[i].length;
      const { metric } = monitorOf(each.config.training, hasValidation(each.dataset));
      const history = new TrainingHistory(metric, {}, undefined, keepsAll(each.config));
      const { onEnd } = history.jobCallbacks();
      for (const [k, { outcome, weights }] of ended.entries()) onEnd!(k, outcome, () => weights);
      return {
        prepared: each,
        trained: history.result() as TrainResult,
        network: this.restored(each, history.winner),
      };
    });
    return { fitted, seconds };
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

/** Mean of the scores of folds; null where one has none. */
function meanOf(scores: readonly (number | null)[]): number | null {
  let sum = 0;
  for (const score of scores) {
    if (score === null) return null;
    sum += score;
  }
  return sum / scores.length;
}

/** Reason why a trial ended; `rung` where it can go on from one. */
function stopText(trained: TrainResult, diverged: boolean): string {
  if (diverged) return 'diverged';
  const reason = stopReasonOf({ ...trained, interrupted: false });
  return reason === 'interrupted' ? 'rung' : reason;
}
