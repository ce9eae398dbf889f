import type { Schedule } from './schedule.js';

/** The `schedule` section of a config, parsed. */
type Options = object & { readonly warmup_epochs?: number };

/**
 * A learning rate by a schedule, after a warm-up: base · (epoch + 1) / (warmup_epochs + 1) while epoch < warmup_epochs;
 * from there on the schedule's, which counts its epochs from there and has the rest of them. A schedule that moves with
 * every step counts those of the whole training.
 */
export class LearningRate {
  /** Whether the rate changes within an epoch. */
  readonly perStep: boolean;
  /** State of the schedule from one epoch to the next, which a checkpoint holds. */
  readonly scalars: Float64Array;
  private readonly warmup: number;

  constructor(
    private readonly schedule: Schedule,
    private readonly options: Options,
    private readonly base: number,
    /** Epochs of the whole training. */
    private readonly epochs: number,
  ) {
    this.perStep = schedule.perStep ?? false;
    this.warmup = options.warmup_epochs ?? 0;
    this.scalars = new Float64Array(schedule.scalars ?? 0);
  }

  /** The rate in `epoch`, in step `batch` of `batches` in it; all counted from 0. */
  at(epoch: number, batch = 0, batches = 1): number {
    const { schedule, options, base, epochs, scalars, warmup } = this;
    if (this.perStep) return schedule.rate(base, epoch * batches + batch, epochs * batches, options, scalars);
    if (epoch < warmup) return (base * (epoch + 1)) / (warmup + 1);
    return schedule.rate(base, epoch - warmup, epochs - warmup, options, scalars);
  }

  /**
   * Takes the metric (lower is better) at the end of `epoch` into account; what happens during the warm-up does not
   * count.
   */
  observe(metric: number, epoch: number): void {
    const { schedule, options, scalars, warmup } = this;
    if (epoch >= warmup) schedule.observe?.(metric, options, scalars);
  }
}
