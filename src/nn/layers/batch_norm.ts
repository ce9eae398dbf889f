import type { Kernels } from '../../kernels/index.js';
import * as z from '../../zod.js';
import type { Layout, Memory, Parameter, Tensor } from '../layout.js';
import type { Layer, LayerConfig, Pass } from './layer.js';
import type { LayerType } from './layer_type.js';

/**
 * y = w ∘ x̂ + b with x̂ = (x − mean) / √(variance + ε). In training mean and population variance are those of the
 * column in the batch, and the running ones move towards them by `momentum` (towards the unbiased variance, as in
 * PyTorch; a batch of one row has none and leaves them); in evaluation they are the running ones.
 * Ioffe and Szegedy 2015.
 */
export class BatchNorm implements Layer {
  readonly outputs: number;
  private readonly kernels: Kernels;
  private readonly normalized: Memory;
  private readonly mean: Memory;
  private readonly inverseSd: Memory;

  constructor(
    private readonly w: Parameter,
    private readonly b: Parameter,
    private readonly runningMean: Tensor,
    private readonly runningVariance: Tensor,
    private readonly config: Config,
    readonly inputs: number,
    layout: Layout,
  ) {
    this.kernels = layout.kernels;
    this.outputs = inputs;
    this.normalized = layout.perRow(inputs);
    this.mean = layout.fixed(inputs);
    this.inverseSd = layout.fixed(inputs);
  }

  forward(x: Float64Array, y: Float64Array, rows: number, pass: Pass): void {
    this.kernels.host(() => this.normalize(x, y, rows, pass));
  }

  private normalize(x: Float64Array, y: Float64Array, rows: number, pass: Pass): void {
    const columns = this.outputs;
    if (pass.training) this.takeBatchStatistics(x, rows, !pass.frozen);
    else this.takeRunningStatistics();
    const w = this.w.view;
    const b = this.b.view;
    const xHat = this.normalized.view;
    const mean = this.mean.view;
    const inverseSd = this.inverseSd.view;
    for (let i = 0, k = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++, k++) {
        const v = (x[k] - mean[j]) * inverseSd[j];
        xHat[k] = v;
        y[k] = w[j] * v + b[j];
      }
    }
  }

  private takeBatchStatistics(x: Float64Array, rows: number, remember: boolean): void {
    const columns = this.outputs;
    const mean = this.mean.view.fill(0);
    const variance = this.inverseSd.view.fill(0);
    for (let i = 0, k = 0; i < rows; i++) for (let j = 0; j < columns; j++, k++) mean[j] += x[k];
    for (let j = 0; j < columns; j++) mean[j] /= rows;
    for (let i = 0, k = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++, k++) {
        const d = x[k] - mean[j];
        variance[j] += d * d;
      }
    }
    const { momentum, epsilon } = this.config;
    for (let j = 0; j < columns; j++) {
      const squares = variance[j];
      variance[j] = 1 / Math.sqrt(squares / rows + epsilon);
      if (!remember || rows === 1) continue;
      this.runningMean.view[j] += momentum * (mean[j] - this.runningMean.view[j]);
      this.runningVariance.view[j] += momentum * (squares / (rows - 1) - this.runningVariance.view[j]);
    }
  }

  private takeRunningStatistics(): void {
    const inverseSd = this.inverseSd.view;
    this.mean.view.set(this.runningMean.view);
    for (let j = 0; j < this.outputs; j++)
      inverseSd[j] = 1 / Math.sqrt(this.runningVariance.view[j] + this.config.epsilon);
  }

  // db = Σ rows of dy, dw = Σ rows of dy ∘ x̂. In training mean and variance depend on x, which takes their share
  // away: dx = w / sd ∘ (dy − db / rows − x̂ ∘ dw / rows); in evaluation dx = w / sd ∘ dy.
  backward(
    _x: Float64Array,
    _y: Float64Array,
    dy: Float64Array,
    dx: Float64Array | null,
    rows: number,
    pass: Pass,
  ): void {
    this.kernels.host(() => this.differentiate(dy, dx, rows, pass));
  }

  private differentiate(dy: Float64Array, dx: Float64Array | null, rows: number, pass: Pass): void {
    const columns = this.outputs;
    const dw = this.w.gradient.view.fill(0);
    const db = this.b.gradient.view.fill(0);
    const xHat = this.normalized.view;
    for (let i = 0, k = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++, k++) {
        dw[j] += dy[k] * xHat[k];
        db[j] += dy[k];
      }
    }
    if (dx === null) return;
    const w = this.w.view;
    const inverseSd = this.inverseSd.view;
    const share = pass.training ? 1 / rows : 0;
    for (let i = 0, k = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++, k++)
        dx[k] = w[j] * inverseSd[j] * (dy[k] - share * db[j] - xHat[k] * share * dw[j]);
    }
  }
}

export interface Config extends LayerConfig {
  readonly momentum: number;
  readonly epsilon: number;
}

export const batchNorm = {
  options: () =>
    z.strictObject({
      momentum: z
        .number()
        .positive()
        .max(1)
        .default(0.1)
        .describe('weight of the batch in the running statistics'),
      epsilon: z.number().positive().default(1e-5).describe('added to the variance'),
    }),

  build(config: Config, inputs, layout) {
    const w = layout.parameter('weight', [inputs], { initialize: (values) => values.fill(1) });
    const b = layout.parameter('bias', [inputs], { initialize: (values) => values.fill(0) });
    const mean = layout.statistic('running_mean', [inputs], 0);
    const variance = layout.statistic('running_var', [inputs], 1);
    return new BatchNorm(w, b, mean, variance, config, inputs, layout);
  },
} satisfies LayerType;
