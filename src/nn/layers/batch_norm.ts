import type { Kernels, Vector } from '../../kernels/index.js';
import * as z from '../../zod.js';
import type { Layout, Memory, ParameterMemory, TensorMemory } from '../layout.js';
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
    private readonly w: ParameterMemory,
    private readonly b: ParameterMemory,
    private readonly runningMean: TensorMemory,
    private readonly runningVariance: TensorMemory,
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

  forward(x: Vector, y: Vector, rows: number, pass: Pass): void {
    const { kernels, outputs: columns, w, b, normalized, mean, inverseSd } = this;
    if (pass.training) this.takeBatchStatistics(x, rows, pass);
    else this.takeRunningStatistics();
    kernels.runInJs(
      [x, w.vector, b.vector, mean.vector, inverseSd.vector],
      [normalized.vector, y],
      (x, w, b, mean, inverseSd, xHat, y) => {
        for (let i = 0, k = 0; i < rows; i++) {
          for (let j = 0; j < columns; j++, k++) {
            const v = (x[k] - mean[j]) * inverseSd[j];
            xHat[k] = v;
            y[k] = w[j] * v + b[j];
          }
        }
      },
    );
  }

  private takeBatchStatistics(x: Vector, rows: number, pass: Pass): void {
    const { kernels, outputs: columns, mean, inverseSd, runningMean, runningVariance } = this;
    const { momentum, epsilon } = this.config;
    kernels.runInJs(
      [x],
      [mean.vector, inverseSd.vector, runningMean.vector, runningVariance.vector],
      (x, mean, inverseSd, runningMean, runningVariance) => {
        mean.fill(0);
        inverseSd.fill(0);
        for (let i = 0, k = 0; i < rows; i++) for (let j = 0; j < columns; j++, k++) mean[j] += x[k];
        for (let j = 0; j < columns; j++) mean[j] /= rows;
        for (let i = 0, k = 0; i < rows; i++) {
          for (let j = 0; j < columns; j++, k++) {
            const d = x[k] - mean[j];
            inverseSd[j] += d * d;
          }
        }
        for (let j = 0; j < columns; j++) {
          const squares = inverseSd[j];
          inverseSd[j] = 1 / Math.sqrt(squares / rows + epsilon);
          if (pass.frozen || rows === 1) continue;
          runningMean[j] += momentum * (mean[j] - runningMean[j]);
          runningVariance[j] += momentum * (squares / (rows - 1) - runningVariance[j]);
        }
      },
    );
  }

  private takeRunningStatistics(): void {
    const { kernels, outputs: columns, mean, inverseSd, runningMean, runningVariance } = this;
    const { epsilon } = this.config;
    kernels.copy(runningMean.vector, mean.vector, columns);
    kernels.runInJs([runningVariance.vector], [inverseSd.vector], (variance, inverseSd) => {
      for (let j = 0; j < columns; j++) inverseSd[j] = 1 / Math.sqrt(variance[j] + epsilon);
    });
  }

  // db = Σ rows of dy, dw = Σ rows of dy ∘ x̂. In training mean and variance depend on x, which takes their share
  // away: dx = w / sd ∘ (dy − db / rows − x̂ ∘ dw / rows); in evaluation dx = w / sd ∘ dy.
  backward(_x: Vector, _y: Vector, dy: Vector, dx: Vector | null, rows: number, pass: Pass): void {
    const { kernels, outputs: columns, w, b, normalized, inverseSd } = this;
    kernels.runInJs([dy, normalized.vector], [w.gradient.vector, b.gradient.vector], (dy, xHat, dw, db) => {
      dw.fill(0);
      db.fill(0);
      for (let i = 0, k = 0; i < rows; i++) {
        for (let j = 0; j < columns; j++, k++) {
          dw[j] += dy[k] * xHat[k];
          db[j] += dy[k];
        }
      }
    });
    if (dx === null) return;
    const share = pass.training ? 1 / rows : 0;
    kernels.runInJs(
      [dy, normalized.vector, w.vector, inverseSd.vector, w.gradient.vector, b.gradient.vector],
      [dx],
      (dy, xHat, w, inverseSd, dw, db, dx) => {
        for (let i = 0, k = 0; i < rows; i++) {
          for (let j = 0; j < columns; j++, k++)
            dx[k] = w[j] * inverseSd[j] * (dy[k] - share * db[j] - xHat[k] * share * dw[j]);
        }
      },
    );
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
