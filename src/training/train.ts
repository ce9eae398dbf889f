import type { Dataset } from '../data/dataset.js';
import type { Network } from '../nn/network.js';
import type { TrainConfig } from './build_network.js';
import { Ledger, type TrainCallbacks, type TrainResult, type TrainState } from './ledger.js';
import { monitorOf } from './progress.js';
import { sideBySide } from './restarts/side_by_side.js';
import { threadsWorthIt } from './restarts/worth.js';
import { runRestart } from './run_restart.js';
import type { Trainer } from './trainer.js';
import { type BeginRestart, createTrainers } from './trainers.js';

export interface TrainOptions {
  readonly callbacks?: TrainCallbacks;
  readonly resume?: TrainState;
  /** Called when the network has its initial values, for each restart: to put weights of another model in their place. */
  readonly initialize?: (network: Network) => void;
  /**
   * The most threads in which restarts run side by side, 1 unless said. They do where they gain by it, by backends of their own, with the
   * same results; and one after the other where `initialize` or `onSteps` has to see each network.
   */
  readonly threads?: number;
  /** Nanoseconds that threads have to save before they are started; 0 has them always. */
  readonly leastSaved?: number;
}

/**
 * Trains, from as many initialisations as the config asks for, and leaves in the network the weights that the monitored
 * metric finds best. The same config, data and seed give the same bits, also across an interruption.
 *
 * @throws MlpError `bug` where a thread fails.
 */
export async function train(
  network: Network,
  config: TrainConfig,
  dataset: Dataset,
  { callbacks = {}, resume, initialize, threads = 1, leastSaved }: TrainOptions = {},
): Promise<TrainResult> {
  const { metric } = monitorOf(config.training, dataset.validation !== undefined);
  const ledger = new Ledger(metric, callbacks, resume);
  const { restarts } = config.training;
  const isOver = resume !== undefined && isFinished(resume, restarts);
  const most = isOver || initialize || callbacks.onSteps ? 1 : threads;
  let begin: BeginRestart | undefined;

  do {
    const restart = ledger.finished.length;
    const state = resume?.trainer.restart === restart ? resume.trainer : undefined;
    const beside = threadsWorthIt(most, network, config, dataset, ledger.finished, leastSaved);
    if (beside > 1) {
      await sideBySide(beside, { network, config, data: dataset, ledger, callbacks }, state);
      break;
    }
    begin ??= createTrainers(network, config, dataset, initialize);
    await trainHere(begin(restart, state), ledger, callbacks);
  } while (ledger.finished.length < restarts && !ledger.hasStopped);
  network.restore(ledger.winner);
  return ledger.result();
}

/** Whether a state is that of training which has come to its end. */
export function isFinished({ trainer }: TrainState, restarts: number): boolean {
  const { stopReason, restart } = trainer;
  return stopReason === 'time_limit' || (stopReason !== null && restart === restarts - 1);
}

/** A restart in this thread. */
async function trainHere(trainer: Trainer, ledger: Ledger, callbacks: TrainCallbacks): Promise<void> {
  const summary = await runRestart(trainer, {
    stepsAtOnce: callbacks.stepsAtOnce,
    checkpointEvery: callbacks.checkpointEvery,
    onSteps() {
      callbacks.onSteps?.(trainer);
      return callbacks.pause?.();
    },
    onEpoch: (record) => ledger.epoch(ledger.stamp(record)),
    onCheckpoint: () => ledger.checkpoint(() => trainer.state()),
    stop: () => callbacks.stop?.() ?? null,
  });
  ledger.end(summary, (copy) => trainer.network.snapshot(copy));
}
