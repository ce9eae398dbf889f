import type { MetricName } from '../metrics/index.js';
import { improves } from './progress.js';
import type { EpochRecord, RestartSummary } from './records.js';
import type { Stop } from './run_restart.js';
import type { Trainer, TrainerState } from './trainer.js';

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
  /** After every few steps: lets signals and a progress bar have their turn. A promise is waited for. */
  pause?(): Promise<void> | undefined;
  /** After every few steps. Who wants to look at the trainer gets restarts one after the other. */
  onSteps?(trainer: Trainer): void;
  /** The most steps before `pause`, `onSteps` and `stop` are called again; where it says nothing, as many as take some 0.1 ms. */
  readonly stepsAtOnce?: number;
  /** In the order of restarts, then epochs, also where restarts run side by side. */
  onEpoch?(record: EpochRecord): void;
  onRestart?(summary: RestartSummary): void;
  /** Asked after every few steps, or every few milliseconds, whether to end training there. */
  stop?(): Stop | null;
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

/** What training has come to: is told of restarts one after the other, in their order, and tells the callbacks. */
export class Ledger {
  private readonly history: EpochRecord[];
  private readonly restarts: RestartSummary[];
  private best: Float64Array | null;
  private winnerIndex: number;

  constructor(
    private readonly metric: MetricName,
    private readonly callbacks: TrainCallbacks,
    resume: TrainState | undefined,
  ) {
    this.history = [...(resume?.history ?? [])];
    this.restarts = [...(resume?.finished ?? [])];
    this.best = resume?.winner ?? null;
    this.winnerIndex = resume?.winnerIndex ?? 0;
  }

  get finished(): readonly RestartSummary[] {
    return this.restarts;
  }

  /** Whether training was asked to end in the latest restart; it can go on from there. */
  get isInterrupted(): boolean {
    return this.restarts.at(-1)?.stop_reason === 'interrupted';
  }

  /** Whether the latest restart was ended before its time, and with it all training. */
  get hasStopped(): boolean {
    return this.isInterrupted || this.restarts.at(-1)?.stop_reason === 'time_limit';
  }

  /** The weights and statistics of the best restart, once one is finished. */
  get winner(): Float64Array {
    return this.best!;
  }

  /** The record with the time that it is now. */
  stamp(record: EpochRecord): EpochRecord {
    const { seconds } = this.callbacks;
    return seconds ? { ...record, seconds: seconds() } : record;
  }

  epoch(record: EpochRecord): void {
    this.history.push(record);
    this.callbacks.onEpoch?.(record);
  }

  /** What `state` gives belongs to the callback. */
  checkpoint(state: () => TrainerState): void {
    const { callbacks, best, winnerIndex } = this;
    callbacks.onCheckpoint?.({
      trainer: state(),
      finished: [...this.restarts],
      winner: best?.slice() ?? null,
      winnerIndex,
      history: [...this.history],
    });
  }

  /** `snapshot` gives the weights and statistics that the restart ended with, in the array it is offered or in another. */
  end(summary: RestartSummary, snapshot: (copy?: Float64Array) => Float64Array): void {
    if (this.best === null || wins(summary, this.restarts[this.winnerIndex], this.metric)) {
      this.best = snapshot(this.best ?? undefined);
      this.winnerIndex = this.restarts.length;
    }
    this.restarts.push(summary);
    this.callbacks.onRestart?.(summary);
  }

  result(): TrainResult {
    const { history, restarts, winnerIndex, isInterrupted } = this;
    return { history, restarts, winner: restarts[winnerIndex], interrupted: isInterrupted };
  }
}

/** Whether a restart is better than the best before it. One that diverged is worse than any that did not. */
function wins(summary: RestartSummary, best: RestartSummary, metric: MetricName): boolean {
  const diverged = summary.stop_reason === 'diverged';
  if (diverged !== (best.stop_reason === 'diverged')) return !diverged;
  return improves(metric, summary.value, best.value, 0);
}
