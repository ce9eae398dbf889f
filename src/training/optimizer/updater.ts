import type { Kernels } from '../../kernels/index.js';
import type { Network } from '../../nn/network.js';
import { clipNorm, clipValue } from '../../nn/optimizers/clip.js';
import { type Optimizer, optimizers } from '../../nn/optimizers/index.js';
import type { LoopConfig, OptimizerConfig } from '../options.js';
import { LearningRate } from './learning_rate.js';

/** The optimizer of one network, its schedule and clipping, and all that they keep from one step to the next. */
export class Updater {
  readonly learningRate: LearningRate;
  private readonly kernels: Kernels;
  private readonly w: Float64Array;
  private readonly g: Float64Array;
  private readonly optimizer: Optimizer;
  private readonly slots: readonly Float64Array[];

  constructor(
    network: Network,
    private readonly options: OptimizerConfig,
    private readonly training: LoopConfig['training'],
    /** Those of the step that is taken, in the backend's memory. */
    private readonly coefficients: Float64Array,
  ) {
    const { kernels } = network.layout;
    const n = network.trainable;
    this.kernels = kernels;
    this.w = network.w.subarray(0, n);
    this.g = network.g.subarray(0, n);
    const rule = optimizers[options.type] as Optimizer;
    this.optimizer = kernels.twin('optimizer', options.type, rule);
    this.slots = Array.from({ length: rule.slots(options) }, () => kernels.allocate(n));
    this.learningRate = new LearningRate(options.schedule, options, training.epochs);
  }

  /** Fills in what step t (from 1) needs besides the gradient. To be called for each step, in their order. */
  prepare(t: number, learningRate: number, coefficients: Float64Array): void {
    this.optimizer.coefficients(t, learningRate, this.slots, this.options, coefficients);
  }

  /** w ← w + update by the gradient as it is clipped; may be recorded. */
  update(): void {
    const { w, g, slots, coefficients, options } = this;
    this.clip();
    this.optimizer.step(w, g, slots, w.length, coefficients, options);
  }

  private clip(): void {
    const { gradient_clip: limit } = this.training;
    if (limit === undefined) return;
    this.kernels.host(() => {
      if (limit.norm !== undefined) clipNorm(this.g, this.w.length, limit.norm);
      if (limit.value !== undefined) clipValue(this.g, this.w.length, limit.value);
    });
  }

  /** Every vector that steps change besides the weights, under the name a checkpoint has for it. */
  vectors(): Record<string, Float64Array> {
    return {
      ...Object.fromEntries(this.slots.map((slot, i) => [`optimizer.${i}`, slot])),
      'schedule.scalars': this.learningRate.scalars,
    };
  }
}
