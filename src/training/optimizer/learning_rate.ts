import { observeMetric, type Schedule, scheduledRate, schedules } from '../../nn/schedules/index.js';
import type { OptimizerConfig } from '../options.js';

/** The learning rate of an optimizer by its schedule, warm-up included. */
export class LearningRate {
  /** Whether it changes within an epoch. */
  readonly perStep: boolean;
  /** What the schedule keeps from one epoch to the next. */
  readonly scalars: Float64Array;
  private readonly schedule: Schedule;
  private readonly base: number;

  constructor(
    private readonly options: OptimizerConfig['schedule'],
    /** Every optimizer's options have a learning_rate: see Optimizer. */
    optimizer: OptimizerConfig,
    private readonly epochs: number,
  ) {
    this.schedule = schedules[options.type];
    this.perStep = this.schedule.perStep ?? false;
    this.scalars = new Float64Array(this.schedule.scalars ?? 0);
    this.base = (optimizer as OptimizerConfig & { readonly learning_rate: number }).learning_rate;
  }

  /** The rate in `epoch` (from 0), of which the part `done`, from 0 to 1, lies behind. */
  at(epoch: number, done: number): number {
    const { schedule, base, epochs, options, scalars } = this;
    const when = this.perStep ? epoch + done : epoch;
    return scheduledRate(schedule, base, when, epochs, options.warmup_epochs, options, scalars);
  }

  /** Takes the loss at the end of `epoch` (from 0) into account. */
  observe(loss: number, epoch: number): void {
    const { schedule, options, scalars } = this;
    observeMetric(schedule, loss, epoch, options.warmup_epochs, options, scalars);
  }
}
