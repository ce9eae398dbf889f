import type { Kernels, Vector } from '../../kernels/index.js';
import * as z from '../../zod.js';
import type { GraphBuilder } from '../graph/builder.js';
import type { Operation, OperationPass } from '../graph/operation.js';
import type { RowSums } from '../graph/row_sums.js';
import type { Memory, ParameterMemory, TensorMemory } from '../layout.js';
import { byMember } from './by_member.js';
import { ColumnGradients } from './column_gradients.js';
import type { LayerConfig, LayerType } from './layer_type.js';

/**
 * y = w ∘ x̂ + b with x̂ = (x − mean) / √(variance + ε). In training mean and population variance are those of the
 * column in the batch, and the running ones move towards them by `momentum` (towards the unbiased variance, as in
 * PyTorch; a batch of one row, which training never has, leaves them); in evaluation they are the running ones.
 * Ioffe and Szegedy 2015.
 */
export class BatchNorm implements Operation {
  readonly op = 'batch_norm';
  readonly attributes: object;
  private readonly kernels: Kernels;
  private readonly normalized: Memory;
  private readonly mean: Memory;
  private readonly inverseSd: Memory;
  private readonly sums: RowSums;
  private readonly gradients: ColumnGradients;

  constructor(
    private readonly config: Config,
    private readonly columns: number,
    readonly tensors: Tensors,
    graph: GraphBuilder,
  ) {
    const { momentum, epsilon } = config;
    this.attributes = { momentum, epsilon };
    this.kernels = graph.kernels;
    this.normalized = graph.perRow(columns);
    this.mean = graph.fixed(columns);
    this.inverseSd = graph.fixed(columns);
    this.sums = graph.rowSums([columns]);
    this.gradients = new ColumnGradients(tensors, columns, graph);
  }

  forward([x]: readonly Vector[], y: Vector, rows: number, pass: OperationPass): void {
    const { kernels, columns, normalized, mean, inverseSd } = this;
    const { weight: w, bias: b } = this.tensors;
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

  private takeBatchStatistics(x: Vector, rows: number, pass: OperationPass): void {
    const { kernels, columns, mean, inverseSd, sums } = this;
    const { running_mean: runningMean, running_var: runningVariance } = this.tensors;
    const { momentum, epsilon } = this.config;
    const all = pass.part?.rows ?? rows;
    sums.addUp([mean.vector], rows, pass.part, (from, count, [sum]) =>
      kernels.runInJs([x], [sum], (x, sum) => {
        sum.fill(0, 0, columns);
        for (let i = 0, k = from * columns; i < count; i++)
          for (let j = 0; j < columns; j++, k++) sum[j] += x[k];
      }),
    );
    kernels.runInJs([], [mean.vector], (mean) => {
      for (let j = 0; j < columns; j++) mean[j] /= all;
    });
    sums.addUp([inverseSd.vector], rows, pass.part, (from, count, [squares]) =>
      kernels.runInJs([x, mean.vector], [squares], (x, mean, squares) => {
        squares.fill(0, 0, columns);
        for (let i = 0, k = from * columns; i < count; i++) {
          for (let j = 0; j < columns; j++, k++) {
            const d = x[k] - mean[j];
            squares[j] += d * d;
          }
        }
      }),
    );
    kernels.runInJs(
      [mean.vector],
      [inverseSd.vector, runningMean.vector, runningVariance.vector],
      (mean, inverseSd, runningMean, runningVariance) => {
        for (let j = 0; j < columns; j++) {
          const squares = inverseSd[j];
          inverseSd[j] = 1 / Math.sqrt(squares / all + epsilon);
          if (pass.frozen || all === 1) continue;
          runningMean[j] += momentum * (mean[j] - runningMean[j]);
          runningVariance[j] += momentum * (squares / (all - 1) - runningVariance[j]);
        }
      },
    );
  }

  private takeRunningStatistics(): void {
    const { kernels, columns, mean, inverseSd } = this;
    const { running_mean: runningMean, running_var: runningVariance } = this.tensors;
    const { epsilon } = this.config;
    kernels.copy(runningMean.vector, mean.vector, columns);
    kernels.runInJs([runningVariance.vector], [inverseSd.vector], (variance, inverseSd) => {
      for (let j = 0; j < columns; j++) inverseSd[j] = 1 / Math.sqrt(variance[j] + epsilon);
    });
  }

  // db = Σ rows of dy, dw = Σ rows of dy ∘ x̂. In training mean and variance depend on x, which takes their share
  // away: dx = w / sd ∘ (dy − db / rows − x̂ ∘ dw / rows); in evaluation dx = w / sd ∘ dy.
  backward(
    _inputs: readonly Vector[],
    _y: Vector,
    dy: Vector,
    [dx]: readonly (Vector | null)[],
    rows: number,
    pass: OperationPass,
  ): void {
    const { kernels, columns, normalized, inverseSd } = this;
    const { weight: w, bias: b } = this.tensors;
    this.gradients.addUp(dy, normalized.vector, rows, pass);
    if (dx === null) return;
    const share = pass.training ? 1 / (pass.part?.rows ?? rows) : 0;
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

interface Tensors extends Readonly<Record<string, TensorMemory>> {
  readonly weight: ParameterMemory;
  readonly bias: ParameterMemory;
  readonly running_mean: TensorMemory;
  readonly running_var: TensorMemory;
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

  traits: { rowIndependent: false },

  build(config: Config, x, graph) {
    const shape = byMember(x);
    const tensors = {
      weight: graph.parameter('weight', shape, { initialize: (values) => values.fill(1) }),
      bias: graph.parameter('bias', shape, { initialize: (values) => values.fill(0) }),
      running_mean: graph.statistic('running_mean', shape, 0),
      running_var: graph.statistic('running_var', shape, 1),
    };
    return graph.apply(new BatchNorm(config, x.columns, tensors, graph), [x], x.columns);
  },
} satisfies LayerType;
