import { platform } from '#platform';
import type { Dataset } from '../data/dataset.js';
import { isFinished, judgedOutcome, type TrainResult, type TrainState } from '../jobs/restarts/state.js';
import { type TrainCallbacks, type TrainOptions, train } from '../jobs/restarts/train.js';
import type { Network } from '../nn/network.js';
import type { Ranks } from '../ranks/ranks.js';
import type { Calibration } from '../training/calibrating/calibration.js';
import { calibrate, usualIntervals } from '../training/calibrating/index.js';
import type { Stop } from '../training/hooks.js';
import { evaluateSplits, type SplitReports } from '../training/measuring/evaluate.js';
import { withOutOfFold } from '../training/measuring/out_of_fold.js';
import type { Prepared } from '../training/prepare_dataset.js';
import { type Baseline, measureBaseline, type Remark, verdictOn } from '../training/verdict/index.js';
import { keptNetwork } from './kept_network.js';

/** Options of `fit`. */
export interface FitOptions extends Pick<TrainOptions, 'initialize' | 'threads' | 'leastSaved'> {
  /** Network to train, built for the config, with memory for its batches. */
  readonly network: Network;
  /** State of an interrupted training, and the seconds that it had taken. */
  readonly resume?: { readonly state: TrainState; readonly seconds: number };
  /** Clock: seconds since some moment. */
  readonly now: () => number;
  readonly callbacks?: FitCallbacks;
}

/** Callbacks of a training whose config decides how often there is a checkpoint: training.checkpoint_every. */
export interface FitCallbacks extends Omit<TrainCallbacks, 'onCheckpoint' | 'checkpointEvery' | 'seconds'> {
  /** Called with the state and the seconds of training so far. */
  onCheckpoint?(state: TrainState, seconds: number): void;
}

/** Result of a training. */
export interface Fitted {
  /** Network with the best weights; the average of all where all are kept. */
  readonly network: Network;
  /** The dataset, whose validation rows are those of the folds where there are any: see withOutOfFold. */
  readonly dataset: Dataset;
  readonly result: TrainResult;
  /** Facts on how sure its predictions are, as found on rows that it was not trained on. */
  readonly calibration: Calibration;
  /** The metrics of each split, by the best weights so far where training was interrupted. */
  readonly reports: SplitReports;
  /** The best constant prediction, and its metrics. */
  readonly baseline: Baseline;
  /** Sentences on what came of it, for a person; none on a good ordinary model, or where training was interrupted. */
  readonly verdict: readonly Remark[];
  readonly seconds: number;
}

/** Bytes of a matrix from which on what reading leaves behind, and then training, is worth collecting. */
const largeMatrix = 1 << 26;

function collectLarge({ train }: Dataset): void {
  if (8 * train.x.length >= largeMatrix) platform.collectGarbage();
}

/**
 * Trains a network as a config says and measures it: config and dataset in, network, history and reports out. Knows
 * no files.
 *
 * @throws MlpError `bug` where a thread fails.
 */
export async function fit(
  { config, dataset }: Pick<Prepared, 'config' | 'dataset'>,
  { network, resume, now, callbacks = {}, ...options }: FitOptions,
): Promise<Fitted> {
  collectLarge(dataset);
  const started = now();
  const isOver = resume !== undefined && isFinished(resume.state, config);
  const seconds = () => (resume ? resume.seconds : 0) + (isOver ? 0 : now() - started);
  const { time_limit: limit, checkpoint_every: checkpointEvery } = config.training;
  const { onCheckpoint } = callbacks;
  const stop = () =>
    callbacks.stop?.() ?? (limit !== undefined && seconds() >= limit ? ('time_limit' as const) : null);
  const { ranks } = network.layout.kernels;
  let taken: number | undefined;
  const result = await train(network, config, dataset, {
    ...options,
    resume: resume?.state,
    callbacks: {
      ...callbacks,
      ...{ seconds, checkpointEvery },
      stop: ranks ? agreedStop(ranks, stop) : stop,
      onCheckpoint:
        onCheckpoint &&
        ((state) => {
          taken = seconds();
          onCheckpoint(state, taken);
        }),
    },
  });
  // the seconds of the last checkpoint, from which a training that is over is told again
  const all = taken ?? seconds();
  collectLarge(dataset);
  const kept = keptNetwork(network, result);
  const measured = withOutOfFold(dataset, result.restarts.length);
  const { calibration, network: calibrated } = calibrate(kept, measured, config.training);
  const reports = evaluateSplits(calibrated, measured, {
    intervals: usualIntervals(calibration.conformal, calibrated.moments !== null),
  });
  const baseline = measureBaseline(network.config, measured);
  const { history } = result;
  const outcome = judgedOutcome(result);
  const judged = { config, dataset: measured, network: calibrated, outcome, history, reports };
  return {
    ...{ network: calibrated, dataset: measured, result, calibration, reports, baseline, seconds: all },
    verdict: result.interrupted ? [] : verdictOn({ ...judged, baselines: baseline }),
  };
}

/** Reasons to stop, by the number that ranks tell each other; 0: none. */
const reasons: readonly (Stop | null)[] = [null, 'interrupted', 'time_limit'];

/** Stops all ranks after the same step, where one of them has a reason to. */
function agreedStop(ranks: Ranks, stop: () => Stop | null): () => Stop | null {
  const [mine, all] = [new Float64Array(1), new Float64Array(ranks.size)];
  return () => {
    mine[0] = reasons.indexOf(stop());
    ranks.exchange(mine, all);
    return reasons[all.find((reason) => reason > 0) ?? 0];
  };
}
