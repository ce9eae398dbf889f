import type { Dataset } from '../data/dataset.js';
import { backends, defaultBackend, type Kernels } from '../kernels/index.js';
import type { MetricName } from '../metrics/index.js';
import { Network, type NetworkConfig } from '../nn/network.js';
import { random } from '../random.js';
import { rowWeights } from './batch.js';
import { BatchGradient } from './batch_gradient.js';
import { improves } from './progress.js';
import type { EpochRecord, RestartSummary } from './records.js';
import { Trainer, type TrainerConfig, type TrainerState, type TrainingPass } from './trainer.js';
import { Updater } from './updater.js';

/** A resolved config, as far as training looks at it. */
export interface TrainConfig extends TrainerConfig {
  readonly layers: NetworkConfig['layers'];
  readonly head: NetworkConfig['head'];
  readonly training: TrainerConfig['training'] & NetworkConfig['penalties'];
}

/** All that is needed to go on: between restarts, within one, within an epoch. */
export interface TrainState {
  readonly trainer: TrainerState;
  readonly finished: readonly RestartSummary[];
  /** Weights and statistics of the best restart so far, as `Network.snapshot` has them. */
  readonly winner: Float64Array | null;
  readonly winnerIndex: number;
  readonly history: readonly EpochRecord[];
}

export interface TrainCallbacks {
  /** After every few steps; a promise is waited for, so that signals and a progress bar get their turn. */
  onSteps?(trainer: Trainer): Promise<void> | undefined;
  /** The most steps before `onSteps` and `stop` are called again; where it says nothing, as many as take some 0.1 ms. */
  readonly stepsAtOnce?: number;
  onEpoch?(record: EpochRecord, trainer: Trainer): void;
  onRestart?(summary: RestartSummary): void;
  /** Asked after every few steps whether to end training there. */
  stop?(): 'interrupted' | 'time_limit' | null;
  /** Given the state every `checkpointEvery` epochs, when training is interrupted, and when it ends. */
  onCheckpoint?(state: TrainState): void;
  readonly checkpointEvery?: number;
  /** Seconds of training so far: goes into the records and nowhere else. */
  seconds?(): number;
}

export interface TrainResult {
  readonly history: readonly EpochRecord[];
  readonly restarts: readonly RestartSummary[];
  /** The restart whose weights the network is left with. */
  readonly winner: RestartSummary;
  /** Training was asked to stop, whichever restart is the best so far: there is more to do. */
  readonly interrupted: boolean;
}

export interface TrainOptions {
  readonly callbacks?: TrainCallbacks;
  readonly resume?: TrainState;
  /** Called when the network has its initial values, for each restart: to put weights of another model in their place. */
  readonly initialize?: (network: Network) => void;
}

/** Builds the network that a config describes, for `inputs` columns of x and `outputs` of y; claims no memory yet. */
export function buildNetwork(
  { layers, head, training: { l1, l2 } }: TrainConfig,
  inputs: number,
  outputs: number,
  kernels: Kernels = backends[defaultBackend],
  options?: { inputGradient: boolean },
): Network {
  return new Network({ layers, head, penalties: { l1, l2 } }, inputs, outputs, kernels, options);
}

/**
 * Trains, from as many initialisations as the config asks for, and leaves in the network the weights that the monitored
 * metric finds best. The same config, data and seed give the same bits, also across an interruption.
 */
export async function train(
  network: Network,
  config: TrainConfig,
  dataset: Dataset,
  { callbacks = {}, resume, initialize }: TrainOptions = {},
): Promise<TrainResult> {
  const history: EpochRecord[] = [...(resume?.history ?? [])];
  const finished: RestartSummary[] = [...(resume?.finished ?? [])];
  let winner = resume?.winner ?? null;
  let winnerIndex = resume?.winnerIndex ?? 0;
  let stopped = false;
  const { restarts } = config.training;
  const pass: TrainingPass = { training: true, frozen: false, random: random(config.seed, 'masks') };
  const gradient = createGradient(network, config, dataset);
  const updater = new Updater(network, gradient, config, pass);

  for (let restart = resume?.trainer.restart ?? 0; restart < restarts && !stopped; restart++) {
    const trainer = new Trainer(network, dataset, config, restart, updater, pass, gradient.order, initialize);
    if (resume?.trainer.restart === restart) trainer.restore(resume.trainer);
    const state = (): TrainState => ({
      trainer: trainer.state(),
      finished: [...finished],
      winner: winner?.slice() ?? null,
      winnerIndex,
      history: [...history],
    });
    await run(trainer, callbacks, history, state);

    trainer.finish();
    const summary = trainer.summary();
    if (winner === null || wins(summary, finished[winnerIndex], trainer.monitor.metric)) {
      winner = network.snapshot(winner ?? undefined);
      winnerIndex = finished.length;
    }
    finished.push(summary);
    callbacks.onRestart?.(summary);
    stopped = summary.stop_reason === 'interrupted' || summary.stop_reason === 'time_limit';
  }
  network.restore(winner!);
  const interrupted = finished.at(-1)!.stop_reason === 'interrupted';
  return { history, restarts: finished, winner: finished[winnerIndex], interrupted };
}

/** Whether a restart is better than the best before it. One that diverged is worse than any that did not. */
function wins(summary: RestartSummary, best: RestartSummary, metric: MetricName): boolean {
  const diverged = summary.stop_reason === 'diverged';
  if (diverged !== (best.stop_reason === 'diverged')) return !diverged;
  return improves(metric, summary.value, best.value, 0);
}

/** Whether a state is that of training which has come to its end. */
export function isFinished({ trainer }: TrainState, restarts: number): boolean {
  const { stopReason, restart } = trainer;
  return stopReason === 'time_limit' || (stopReason !== null && restart === restarts - 1);
}

/** One for all restarts: what it claims of the network's memory is not given back. */
function createGradient(
  network: Network,
  config: TrainConfig,
  { train, preprocessing }: Dataset,
): BatchGradient {
  const { target } = preprocessing;
  const classes = target.kind === 'classes' ? target.classes : [];
  const weights = rowWeights(train, classes, config.training.class_weight);
  return new BatchGradient(network, train, weights);
}

/** Steps until something ends this run. */
async function run(
  trainer: Trainer,
  callbacks: TrainCallbacks,
  history: EpochRecord[],
  state: () => TrainState,
): Promise<void> {
  const { onSteps, onEpoch, onCheckpoint, checkpointEvery, seconds, stepsAtOnce = Infinity } = callbacks;
  while (trainer.stopReason === null) {
    trainer.runSteps(stepsAtOnce);
    if (trainer.stopReason === null && trainer.atEndOfEpoch) {
      const record = { ...trainer.endEpoch(), ...(seconds && { seconds: seconds() }) };
      history.push(record);
      onEpoch?.(record, trainer);
      if (checkpointEvery && trainer.epoch % checkpointEvery === 0) onCheckpoint?.(state());
    }
    const pause = onSteps?.(trainer);
    if (pause) await pause;
    const stop = trainer.stopReason === null ? callbacks.stop?.() : null;
    if (stop === 'interrupted') onCheckpoint?.(state());
    if (stop) trainer.stopReason = stop;
  }
  if (trainer.stopReason !== 'interrupted') onCheckpoint?.(state());
}
