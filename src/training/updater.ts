import type { Pass } from '../nn/layers/index.js';
import type { Network } from '../nn/network.js';
import { clipNorm, clipValue } from '../nn/optimizers/clip.js';
import {
  type FullBatchOptimizer,
  type Objective,
  type Optimizer,
  optimizers,
} from '../nn/optimizers/index.js';
import { observeMetric, type Schedule, scheduledRate, schedules } from '../nn/schedules/index.js';
import type { Batch, BatchGradient } from './batch_gradient.js';
import type { OptimizerConfig, TrainingConfig } from './options.js';

interface UpdaterConfig {
  readonly optimizer: OptimizerConfig;
  readonly training: TrainingConfig;
}

/** Optimizer and schedule, and all that they keep from one step to the next. */
export class Updater {
  /** Σ s ℓ and Σ s of the latest step. A sum that is not finite: the loss overflowed, and the weights were left alone. */
  sum = 0;
  total = 0;
  /** Whether a full-batch method has found a minimum. */
  converged = false;

  private readonly w: Float64Array;
  private readonly g: Float64Array;
  private readonly optimizer: Optimizer | FullBatchOptimizer;
  private readonly slots: readonly Float64Array[];
  private readonly scalars: Float64Array;
  private readonly schedule: Schedule;
  private readonly scheduleScalars: Float64Array;

  constructor(
    private readonly network: Network,
    private readonly gradient: BatchGradient,
    private readonly config: UpdaterConfig,
  ) {
    const { optimizer } = config;
    const { kernels } = network.layout;
    const n = network.trainable;
    this.w = network.w.subarray(0, n);
    this.g = network.g.subarray(0, n);
    this.optimizer = kernels.twin<Optimizer | FullBatchOptimizer>(
      'optimizer',
      optimizer.type,
      optimizers[optimizer.type],
    );
    this.slots = Array.from({ length: this.optimizer.slots(optimizer) }, () => kernels.allocate(n));
    this.scalars = new Float64Array('scalars' in this.optimizer ? this.optimizer.scalars(optimizer) : 0);
    this.schedule = schedules[optimizer.schedule.type];
    this.scheduleScalars = new Float64Array(this.schedule.scalars ?? 0);
  }

  /** Forgets all that earlier steps have left: another run begins. Its memory stays the same. */
  reset(): void {
    for (const vector of Object.values(this.vectors())) vector.fill(0);
    this.converged = false;
  }

  /** The learning rate in `epoch` (from 0), of which the part `done` lies behind. */
  rate(epoch: number, done: number): number {
    const { optimizer, training } = this.config;
    // every optimizer's options have a learning_rate: see Optimizer
    const { learning_rate: base, schedule } = optimizer as OptimizerConfig & { learning_rate: number };
    const at = this.schedule.perStep ? epoch + done : epoch;
    const { warmup_epochs: warmup } = schedule;
    return scheduledRate(this.schedule, base, at, training.epochs, warmup, schedule, this.scheduleScalars);
  }

  /** Tells the schedule the loss at the end of `epoch` (from 0). */
  observe(loss: number, epoch: number): void {
    const { schedule } = this.config.optimizer;
    observeMetric(this.schedule, loss, epoch, schedule.warmup_epochs, schedule, this.scheduleScalars);
  }

  /** The t-th step (from 1): moves the weights. */
  step(batch: Batch, t: number, learningRate: number, pass: Pass): void {
    if ('iterate' in this.optimizer) this.iterate(this.optimizer, batch, learningRate, pass);
    else this.descend(this.optimizer, batch, t, learningRate, pass);
  }

  /** By the gradient of one mini-batch. */
  private descend(optimizer: Optimizer, batch: Batch, t: number, learningRate: number, pass: Pass): void {
    const { gradient, w, g, slots, config } = this;
    gradient.evaluate(batch, pass);
    this.sum = gradient.sum;
    this.total = gradient.total;
    if (!Number.isFinite(gradient.sum)) return;
    this.clip();
    optimizer.step(w, g, slots, w.length, t, learningRate, config.optimizer);
  }

  /** By one iteration over all the data. */
  private iterate(optimizer: FullBatchOptimizer, batch: Batch, learningRate: number, pass: Pass): void {
    const { network, gradient, w, g, slots, scalars, config } = this;
    const objective: Objective = {
      w,
      g,
      evaluate() {
        gradient.evaluate(batch, pass);
        return gradient.sum / gradient.total + network.penalty();
      },
    };
    const result = optimizer.iterate(objective, slots, scalars, w.length, learningRate, config.optimizer);
    this.sum = result.loss - network.penalty();
    this.total = 1;
    this.converged = result.converged;
  }

  private clip(): void {
    const { gradient_clip: limit } = this.config.training;
    if (limit?.norm !== undefined) clipNorm(this.g, this.w.length, limit.norm);
    if (limit?.value !== undefined) clipValue(this.g, this.w.length, limit.value);
  }

  /** Every vector that steps change besides the weights, under the name a checkpoint has for it. */
  vectors(): Record<string, Float64Array> {
    return {
      ...Object.fromEntries(this.slots.map((slot, i) => [`optimizer.${i}`, slot])),
      'optimizer.scalars': this.scalars,
      'schedule.scalars': this.scheduleScalars,
    };
  }
}
