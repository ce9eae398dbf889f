import type { MetricName } from '../../metrics/index.js';
import type { EpochRecord, TrainingOutcome } from '../../training/records.js';
import type { TrainingState } from '../../training/saved_run.js';
import { improves } from '../../training/stopping/monitor.js';
import type { JobCallbacks } from '../job.js';
import type { TrainResult, TrainState } from './state.js';

/** Callbacks of a training history. */
export interface HistoryCallbacks {
  /** Called in the order of restarts, then epochs, also where restarts run side by side. */
  onEpoch?(record: EpochRecord): void;
  onRestart?(outcome: TrainingOutcome): void;
  /** Called with the state every `checkpointEvery` epochs, when training is interrupted, and when it ends. */
  onCheckpoint?(state: TrainState): void;
}

/** History of training: epochs and restarts so far, and the weights of the best restart. */
export class TrainingHistory {
  private readonly history: EpochRecord[];
  private readonly restarts: TrainingOutcome[];
  private best: Float64Array | null;
  private winnerIndex: number;
  private readonly members: Float64Array[];

  constructor(
    private readonly metric: MetricName,
    private readonly callbacks: HistoryCallbacks,
    resume: TrainState | undefined,
    /** Whether the weights of all are kept, and not of the best alone. */
    private readonly keepsAll = false,
  ) {
    this.history = [...(resume?.history ?? [])];
    this.restarts = [...(resume?.finished ?? [])];
    this.best = resume?.winner ?? null;
    this.winnerIndex = resume?.winnerIndex ?? 0;
    this.members = [...(resume?.members ?? [])];
  }

  /** Creates the callbacks by which jobs, each a restart, are recorded here. */
  readonly jobCallbacks = (): JobCallbacks => ({
    onEpoch: (_, record) => {
      this.history.push(record);
      this.callbacks.onEpoch?.(record);
    },
    onEnd: (_, outcome, weights) => this.end(outcome, weights),
    ...(this.callbacks.onCheckpoint && { onCheckpoint: (_, current) => this.checkpoint(current) }),
  });

  private checkpoint(current: TrainingState): void {
    const { history, restarts, best, winnerIndex, members } = this;
    this.callbacks.onCheckpoint!({
      current,
      finished: [...restarts],
      winner: best?.slice() ?? null,
      winnerIndex,
      members: [...members],
      history: [...history],
    });
  }

  private end(outcome: TrainingOutcome, weights: (copy?: Float64Array) => Float64Array): void {
    const isBest = this.restarts.length === 0 || wins(outcome, this.restarts[this.winnerIndex], this.metric);
    if (isBest) this.winnerIndex = this.restarts.length;
    if (this.keepsAll) this.members.push(weights());
    else if (isBest) this.best = weights(this.best ?? undefined);
    this.restarts.push(outcome);
    this.callbacks.onRestart?.(outcome);
  }

  /** The weights and statistics of the best restart, once one has ended. */
  get winner(): Float64Array {
    return this.keepsAll ? this.members[this.winnerIndex] : this.best!;
  }

  result(): TrainResult {
    const { history, restarts, winnerIndex, keepsAll, members } = this;
    const interrupted = restarts.at(-1)?.stop_reason === 'interrupted';
    return { history, restarts, winner: restarts[winnerIndex], interrupted, ...(keepsAll && { members }) };
  }
}

/** Whether a restart is better than the best before it. One that diverged is worse than any that did not. */
function wins(outcome: TrainingOutcome, best: TrainingOutcome, metric: MetricName): boolean {
  const diverged = outcome.stop_reason === 'diverged';
  if (diverged !== (best.stop_reason === 'diverged')) return !diverged;
  return improves(metric, outcome.value, best.value, 0);
}
