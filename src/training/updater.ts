import type { Kernels, Loop, Program, Series } from '../kernels/index.js';
import type { Pass } from '../nn/layers/index.js';
import type { Network } from '../nn/network.js';
import { clipNorm, clipValue } from '../nn/optimizers/clip.js';
import {
  allocateState,
  COEFFICIENTS,
  type FullBatchOptimizer,
  type Objective,
  type Optimizer,
  optimizers,
} from '../nn/optimizers/index.js';
import { observeMetric, type Schedule, scheduledRate, schedules } from '../nn/schedules/index.js';
import type { BatchGradient } from './batch_gradient.js';
import type { OptimizerConfig, TrainingConfig } from './options.js';

interface UpdaterConfig {
  readonly optimizer: OptimizerConfig;
  readonly training: TrainingConfig;
}

/** The most steps that are taken without a look at what they gave, and numbers in all batches after which it is time for one. */
export const MOST_STEPS = 64;
const ENOUGH = 500_000;

/** Optimizer and schedule, and all that they keep from one step to the next. */
export class Updater {
  /** Σ s ℓ and Σ s of each of the latest steps. A sum that is not finite: the loss overflowed, and the weights were left alone. */
  readonly sums: Float64Array;
  /** Whether a full-batch method has found a minimum. */
  converged = false;

  private readonly kernels: Kernels;
  private readonly w: Float64Array;
  private readonly g: Float64Array;
  private readonly optimizer: Optimizer | FullBatchOptimizer;
  /** What the optimizer keeps of the parameters, by name. */
  private readonly kept: Readonly<Record<string, Float64Array>>;
  private readonly updateWeights: Loop | null;
  private readonly scalars: Float64Array;
  private readonly schedule: Schedule;
  private readonly scheduleScalars: Float64Array;
  private readonly series: Series;
  /** Of one step, on their way to the inputs of the series. */
  private readonly coefficients = new Float64Array(COEFFICIENTS);
  /** Recorded programs by the rows of their batches: of a step, or of the gradient alone. */
  private readonly programs = new Map<number, Program>();

  constructor(
    private readonly network: Network,
    private readonly gradient: BatchGradient,
    private readonly config: UpdaterConfig,
    /** In all steps; its generator may be another in each restart. */
    private readonly pass: Pass,
  ) {
    const { optimizer } = config;
    const { kernels } = network.layout;
    const n = network.trainable;
    this.kernels = kernels;
    this.w = network.w.subarray(0, n);
    this.g = network.g.subarray(0, n);
    this.optimizer = optimizers[optimizer.type];
    this.kept = allocateState(this.optimizer, optimizer, () => kernels.allocate(n));
    this.updateWeights = 'step' in this.optimizer ? kernels.loop(`optimizer.${optimizer.type}.step`) : null;
    this.scalars = new Float64Array('scalars' in this.optimizer ? this.optimizer.scalars(optimizer) : 0);
    this.schedule = schedules[optimizer.schedule.type];
    this.scheduleScalars = new Float64Array(this.schedule.scalars ?? 0);
    const { input, output } = gradient;
    const table = (row: Float64Array) => kernels.allocate(MOST_STEPS * row.length);
    this.series = { input, inputs: table(input), output, outputs: table(output) };
    this.sums = this.series.outputs;
  }

  /** Forgets all that earlier steps have left: another run begins. Its memory stays the same. */
  reset(): void {
    for (const vector of Object.values(this.vectors())) vector.fill(0);
    this.converged = false;
  }

  /** The learning rates of `count` batches from `batch` on, of so many in `epoch` (all from 0). */
  rates(epoch: number, batch: number, batches: number, count: number, learningRates: Float64Array): void {
    let rate = 0;
    for (let k = 0; k < count; k++) {
      if (k === 0 || this.schedule.perStep) rate = this.rate(epoch, (batch + k) / batches);
      learningRates[k] = rate;
    }
  }

  /** The learning rate in `epoch`, of which the part `done` lies behind. */
  private rate(epoch: number, done: number): number {
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

  /** The most steps with batches of so many rows that `steps` takes at once. */
  stepsAtOnce(rows: number): number {
    if ('iterate' in this.optimizer) return 1;
    return Math.max(1, Math.min(MOST_STEPS, Math.floor(ENOUGH / (rows * this.w.length))));
  }

  /**
   * `count` steps from t (from 1) on, one for each learning rate, with the batches of `rows` rows that begin at `from`.
   * Returns how many it took: after a loss that is not finite, no more.
   */
  steps(from: number, rows: number, t: number, learningRates: Float64Array, count: number): number {
    if ('iterate' in this.optimizer) return this.iterate(this.optimizer, rows, learningRates[0]);
    return this.descend(this.optimizer, from, rows, t, learningRates, count);
  }

  /** By the gradients of mini-batches. */
  private descend(
    optimizer: Optimizer,
    from: number,
    rows: number,
    t: number,
    learningRates: Float64Array,
    count: number,
  ): number {
    const { kept, config, series, coefficients } = this;
    const { input, inputs } = series;
    for (let k = 0; k < count; k++) {
      const at = k * input.length;
      inputs[at] = from + k * rows;
      optimizer.coefficients(t + k, learningRates[k], kept, config.optimizer, coefficients);
      for (let i = 0; i < COEFFICIENTS; i++) inputs[at + 1 + i] = coefficients[i];
    }
    this.gradient.prepare(rows);
    const program = this.programs.get(rows) ?? this.recordStep(rows);
    return program.runSeries(series, count);
  }

  private recordStep(rows: number): Program {
    const { gradient, kernels } = this;
    return this.record(rows, () => {
      gradient.evaluate(rows, this.pass);
      kernels.whereFinite(gradient.output, () => this.update());
    });
  }

  private update(): void {
    const { w, g, kept, config, gradient } = this;
    this.clip();
    const coefficients = gradient.input.subarray(1);
    this.updateWeights?.({ w, g, ...kept, coefficients }, w.length, 1, config.optimizer);
  }

  private record(rows: number, body: () => void): Program {
    const program = this.kernels.record(body);
    this.programs.set(rows, program);
    return program;
  }

  /** By one iteration over all the data. */
  private iterate(optimizer: FullBatchOptimizer, rows: number, learningRate: number): number {
    const { network, gradient, w, g, kept, scalars, config } = this;
    const slots = Object.values(kept);
    const program = this.programs.get(rows) ?? this.record(rows, () => gradient.evaluate(rows, this.pass));
    gradient.input[0] = 0;
    gradient.prepare(rows);
    const objective: Objective = {
      w,
      g,
      evaluate() {
        program.run();
        const [sum, total] = gradient.output;
        return sum / total + network.penalty();
      },
    };
    const result = optimizer.iterate(objective, slots, scalars, w.length, learningRate, config.optimizer);
    this.sums[0] = result.loss - network.penalty();
    this.sums[1] = 1;
    this.converged = result.converged;
    return 1;
  }

  private clip(): void {
    const { gradient_clip: limit } = this.config.training;
    if (limit === undefined) return;
    this.kernels.runInJs([this.g], [this.g], () => {
      if (limit.norm !== undefined) clipNorm(this.g, this.w.length, limit.norm);
      if (limit.value !== undefined) clipValue(this.g, this.w.length, limit.value);
    });
  }

  /** Every vector that steps change besides the weights, under the name a checkpoint has for it. */
  vectors(): Record<string, Float64Array> {
    return {
      ...Object.fromEntries(Object.entries(this.kept).map(([name, vector]) => [`optimizer.${name}`, vector])),
      'optimizer.scalars': this.scalars,
      'schedule.scalars': this.scheduleScalars,
    };
  }
}
