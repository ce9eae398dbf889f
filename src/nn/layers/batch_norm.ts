import type { Kernels, Loop, Vector } from '../../kernels/index.js';
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
  /** x − mean, and then x̂. */
  private readonly normalized: Memory;
  private readonly mean: Memory;
  private readonly squares: Memory;
  private readonly variance: Memory;
  private readonly inverseSd: Memory;
  /** Factors of backward by column: w / sd, and what a row has of the batch. */
  private readonly slope: Memory;
  private readonly share: Memory;
  private readonly loops: Readonly<
    Record<'total' | 'centered' | 'inverseSd' | 'running' | 'xHat' | 'y' | 'products' | 'dx', Loop>
  >;
  private readonly sums: RowSums;
  private readonly gradients: ColumnGradients;

  constructor(
    config: Config,
    private readonly columns: number,
    readonly tensors: Tensors,
    graph: GraphBuilder,
  ) {
    const { momentum, epsilon } = config;
    const { kernels } = graph;
    this.attributes = { momentum, epsilon };
    this.kernels = kernels;
    this.normalized = graph.perRow(columns);
    [this.mean, this.squares, this.variance, this.inverseSd, this.slope, this.share] = Array.from(
      { length: 6 },
      () => graph.fixed(columns),
    );
    this.loops = {
      total: kernels.loop('layer.dense.db'),
      centered: kernels.loop('layer.batch_norm.centered'),
      inverseSd: kernels.loop('layer.batch_norm.inverseSd', { epsilon }),
      running: kernels.loop('layer.batch_norm.running', { momentum }),
      xHat: kernels.loop('layer.scale.y'),
      y: kernels.loop('layer.dense.y'),
      products: kernels.loop('layer.scale.dw'),
      dx: kernels.loop('layer.batch_norm.dx'),
    };
    this.sums = graph.rowSums([columns]);
    this.gradients = new ColumnGradients(tensors, columns, graph);
  }

  forward([x]: readonly Vector[], y: Vector, rows: number, pass: OperationPass): void {
    const { columns, loops } = this;
    const { weight: w, bias: b, running_mean: runningMean, running_var: runningVariance } = this.tensors;
    const inverseSd = this.inverseSd.vector;
    const xHat = this.normalized.vector;
    if (pass.training) this.takeBatchStatistics(x, rows, pass);
    else {
      loops.centered({ x, b: runningMean.vector, centered: xHat }, rows, columns);
      loops.inverseSd({ variance: runningVariance.vector, inverseSd }, 1, columns);
    }
    loops.xHat({ x: xHat, w: inverseSd, y: xHat }, rows, columns);
    loops.y({ x: xHat, w: w.vector, b: b.vector, y }, rows, columns);
  }

  private takeBatchStatistics(x: Vector, rows: number, { part, frozen }: OperationPass): void {
    const { kernels, columns, sums, loops } = this;
    const { running_mean: runningMean, running_var: runningVariance } = this.tensors;
    const [mean, squares, variance] = [this.mean.vector, this.squares.vector, this.variance.vector];
    const centered = this.normalized.vector;
    const all = part?.rows ?? rows;
    const divide = (by: number, a: Vector, b: Vector) => kernels.repeat(a, b, 1, columns, 1, by);
    sums.addUp([mean], rows, part, (from, count, [db]) =>
      loops.total({ dy: x.slice(from * columns), db }, count, columns),
    );
    divide(all, mean, mean);
    loops.centered({ x, b: mean, centered }, rows, columns);
    sums.addUp([squares], rows, part, (from, count, [dw]) => {
      const d = centered.slice(from * columns);
      loops.products({ x: d, dy: d, dw }, count, columns);
    });
    divide(all, squares, variance);
    loops.inverseSd({ variance, inverseSd: this.inverseSd.vector }, 1, columns);
    if (frozen || all === 1) return;
    loops.running({ value: mean, running: runningMean.vector }, 1, columns);
    divide(all - 1, squares, variance);
    loops.running({ value: variance, running: runningVariance.vector }, 1, columns);
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
    const { kernels, columns, loops } = this;
    const { weight: w, bias: b } = this.tensors;
    const [xHat, slope, share] = [this.normalized.vector, this.slope.vector, this.share.vector];
    this.gradients.addUp(dy, xHat, rows, pass);
    if (dx === null) return;
    kernels.multiply(w.vector, this.inverseSd.vector, slope, columns);
    kernels.fill(share, columns, pass.training ? 1 / (pass.part?.rows ?? rows) : 0);
    const gradients = { dw: w.gradient.vector, db: b.gradient.vector };
    loops.dx({ dy, xHat, w: slope, b: share, ...gradients, dx }, rows, columns);
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

  formulas: {
    // b: the mean
    centered: (x: number, b: number) => x - b,
    inverseSd: (variance: number, { epsilon }: Config) => 1 / Math.sqrt(variance + epsilon),
    running: (value: number, running: number, { momentum }: Config) => running + momentum * (value - running),
    // w: w / sd, b: what a row has of the batch
    dx: (dy: number, xHat: number, w: number, b: number, dw: number, db: number) =>
      w * (dy - b * db - xHat * b * dw),
  },

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
