import type { Kernels, Loop } from '../../kernels/index.js';
import type { Network } from '../../nn/network.js';
import { clipNorm, clipValue } from '../../nn/optimizers/clip.js';
import { allocateState, decayStretches, type Optimizer, optimizers } from '../../nn/optimizers/index.js';
import type { LearningRate } from '../../nn/schedules/index.js';
import { type LoopConfig, learningRateOf, type OptimizerConfig } from '../options.js';
import { type StepCorrections, stepCorrections } from './step_corrections.js';

/** Update of a stretch of the parameters: see decayStretches. */
interface Update {
  readonly loop: Loop;
  readonly operands: Readonly<Record<string, Float64Array>>;
  readonly length: number;
}

/** The optimizer of one network, its schedule and clipping, and all that they keep from one step to the next. */
export class Updater {
  readonly learningRate: LearningRate;
  private readonly kernels: Kernels;
  private readonly w: Float64Array;
  private readonly g: Float64Array;
  private readonly optimizer: Optimizer;
  /** The vectors that the optimizer keeps of the parameters, by name. */
  private readonly state: Readonly<Record<string, Float64Array>>;
  private readonly updates: readonly Update[];
  private readonly corrections: StepCorrections | null;

  constructor(
    network: Network,
    private readonly options: OptimizerConfig,
    private readonly training: LoopConfig['training'],
    /** The coefficients of the step that is taken, in the backend's memory. */
    coefficients: Float64Array,
  ) {
    const { kernels } = network.layout;
    const n = network.trainable;
    this.kernels = kernels;
    this.w = network.w.subarray(0, n);
    this.g = network.g.subarray(0, n);
    this.optimizer = optimizers[options.type] as Optimizer;
    this.state = allocateState(this.optimizer, options, () => kernels.allocate(n));
    const vectors = Object.entries({ w: this.w, g: this.g, ...this.state });
    const trainable = network.parameters.filter((parameter) => parameter.trainable);
    this.updates = decayStretches(trainable, options).map(({ from, to, options: ofStretch }) => {
      const parts = vectors.map(([name, vector]) => [name, vector.subarray(from, to)]);
      return {
        loop: kernels.loop(`optimizer.${options.type}.step`, ofStretch),
        operands: { ...Object.fromEntries(parts), coefficients },
        length: to - from,
      };
    });
    this.corrections = stepCorrections(kernels, options);
    this.learningRate = learningRateOf(options, training.epochs);
  }

  /** Fills in what step t (from 1) needs besides the gradient. To be called for each step, in their order. */
  prepare(t: number, learningRate: number, coefficients: Float64Array): void {
    const { optimizer, state, options, corrections } = this;
    optimizer.coefficients(t, learningRate, state, options, coefficients, corrections?.at(t));
  }

  /** w ← w + update by the gradient as it is clipped; may be recorded. */
  update(): void {
    this.clip();
    for (const { loop, operands, length } of this.updates) loop(operands, length, 1);
  }

  private clip(): void {
    const { gradient_clip: limit } = this.training;
    if (limit === undefined) return;
    this.kernels.runInJs([this.g], [this.g], () => {
      if (limit.norm !== undefined) clipNorm(this.g, this.w.length, limit.norm);
      if (limit.value !== undefined) clipValue(this.g, this.w.length, limit.value);
    });
  }

  /** Every vector that steps change besides the weights, under the name a checkpoint has for it. */
  vectors(): Record<string, Float64Array> {
    return {
      ...Object.fromEntries(
        Object.entries(this.state).map(([name, vector]) => [`optimizer.${name}`, vector]),
      ),
      'schedule.scalars': this.learningRate.scalars,
    };
  }
}
