import type { Schedule } from './schedule.js';

/** The `schedule` section of a config, parsed. */
type Options = object & { readonly warmup_epochs: number };

/**
 * A learning rate by a schedule, after a warm-up: base · (epoch + 1) / (warmup_epochs + 1) while epoch < warmup_epochs;
 * from there on the schedule's, which counts its epochs from there and has the rest of them.
 */
export class LearningRate {
  /** Whether the rate changes within an epoch. */
  readonly perStep: boolean;
  /** State of the schedule from one epoch to the next, which a checkpoint holds. */
  readonly scalars: Float64Array;

  constructor(
    private readonly schedule: Schedule,
    private readonly options: Options,
    private readonly base: number,
    /** Epochs of the whole training. */
    private readonly epochs: number,
  ) {
    this.perStep = schedule.perStep ?? false;
    this.scalars = new Float64Array(schedule.scalars ?? 0);
  }

  /** The rate in `epoch` (from 0), of which the part `done`, from 0 to 1, lies behind. */
  at(epoch: number, done = 0): number {
    const { schedule, options, base, epochs, scalars } = this;
    const { warmup_epochs: warmup } = options;
    const when = this.perStep ? epoch + done : epoch;
    if (when < warmup) return (base * (when + 1)) / (warmup + 1);
    return schedule.rate(base, when - warmup, epochs - warmup, options, scalars);
  }

  /**
   * Takes the metric (lower is better) at the end of `epoch` into account; what happens during the warm-up does not
   * count.
   */
  observe(metric: number, epoch: number): void {
    const { schedule, options, scalars } = this;
    if (epoch >= options.warmup_epochs) schedule.observe?.(metric, options, scalars);
  }
}
