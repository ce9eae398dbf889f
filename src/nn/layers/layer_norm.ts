import type { Kernels, Vector } from '../../kernels/index.js';
import * as z from '../../zod.js';
import type { GraphBuilder } from '../graph/builder.js';
import type { Operation, OperationPass } from '../graph/operation.js';
import type { Memory, ParameterMemory } from '../layout.js';
import { byMember } from './by_member.js';
import { ColumnGradients } from './column_gradients.js';
import type { LayerConfig, LayerType } from './layer_type.js';

/**
 * y = w ∘ x̂ + b with x̂ = (x − mean) / √(variance + ε), where mean and population variance are those of the row, or
 * of each member's columns in it.
 * Ba, Kiros and Hinton 2016; ε as PyTorch.
 */
export class LayerNorm implements Operation {
  readonly op = 'layer_norm';
  readonly attributes: { readonly epsilon: number };
  private readonly kernels: Kernels;
  private readonly normalized: Memory;
  private readonly inverseSd: Memory;
  private readonly gradients: ColumnGradients;

  constructor(
    private readonly epsilon: number,
    /** Columns of a member. */
    private readonly columns: number,
    private readonly members: number,
    readonly tensors: Tensors,
    graph: GraphBuilder,
  ) {
    this.attributes = { epsilon };
    this.kernels = graph.kernels;
    this.normalized = graph.perRow(members * columns);
    this.inverseSd = graph.perRow(members);
    this.gradients = new ColumnGradients(tensors, members * columns, graph);
  }

  forward([x]: readonly Vector[], y: Vector, rows: number): void {
    const { kernels, epsilon, columns, members, normalized, inverseSd } = this;
    const { weight: w, bias: b } = this.tensors;
    kernels.runInJs(
      [x, w.vector, b.vector],
      [normalized.vector, inverseSd.vector, y],
      (x, w, b, xHat, inverseSd, y) => {
        for (let i = 0; i < rows * members; i++) {
          const from = i * columns;
          const first = (i % members) * columns;
          let sum = 0;
          for (let j = 0; j < columns; j++) sum += x[from + j];
          const mean = sum / columns;
          let squares = 0;
          for (let j = 0; j < columns; j++) {
            const d = x[from + j] - mean;
            squares += d * d;
          }
          inverseSd[i] = 1 / Math.sqrt(squares / columns + epsilon);
          for (let j = 0; j < columns; j++) {
            const v = (x[from + j] - mean) * inverseSd[i];
            xHat[from + j] = v;
            y[from + j] = w[first + j] * v + b[first + j];
          }
        }
      },
    );
  }

  // dx̂ = w ∘ dy, dx = (dx̂ − mean of dx̂ − x̂ · mean of dx̂ ∘ x̂) / sd, dw = Σ rows of dy ∘ x̂, db = Σ rows of dy
  backward(
    _inputs: readonly Vector[],
    _y: Vector,
    dy: Vector,
    [dx]: readonly (Vector | null)[],
    rows: number,
    pass: OperationPass,
  ): void {
    const { kernels, columns, members, normalized, inverseSd } = this;
    const { weight: w } = this.tensors;
    this.gradients.addUp(dy, normalized.vector, rows, pass);
    if (dx === null) return;
    kernels.runInJs(
      [dy, normalized.vector, inverseSd.vector, w.vector],
      [dx],
      (dy, xHat, inverseSd, w, dx) => {
        for (let i = 0; i < rows * members; i++) {
          const from = i * columns;
          const first = (i % members) * columns;
          let sum = 0;
          let projection = 0;
          for (let j = 0; j < columns; j++) {
            sum += w[first + j] * dy[from + j];
            projection += w[first + j] * dy[from + j] * xHat[from + j];
          }
          const mean = sum / columns;
          const slope = projection / columns;
          for (let j = 0; j < columns; j++)
            dx[from + j] = (w[first + j] * dy[from + j] - mean - xHat[from + j] * slope) * inverseSd[i];
        }
      },
    );
  }
}

interface Tensors extends Readonly<Record<string, ParameterMemory>> {
  readonly weight: ParameterMemory;
  readonly bias: ParameterMemory;
}

export interface Config extends LayerConfig {
  readonly epsilon: number;
}

export const layerNorm = {
  options: () =>
    z.strictObject({
      epsilon: z.number().positive().default(1e-5).describe('added to the variance'),
    }),

  build({ epsilon }: Config, x, graph) {
    const tensors = {
      weight: graph.parameter('weight', byMember(x), { initialize: (values) => values.fill(1) }),
      bias: graph.parameter('bias', byMember(x), { initialize: (values) => values.fill(0) }),
    };
    const columns = x.columns / x.members;
    return graph.apply(new LayerNorm(epsilon, columns, x.members, tensors, graph), [x], x.columns);
  },
} satisfies LayerType;
