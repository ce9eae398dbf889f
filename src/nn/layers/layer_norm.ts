import type { Loop, Vector } from '../../kernels/index.js';
import * as z from '../../zod.js';
import type { GraphBuilder } from '../graph/builder.js';
import type { Operation, OperationPass } from '../graph/operation.js';
import type { Memory, ParameterMemory } from '../layout.js';
import { rowSum } from '../row_functions.js';
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
  private readonly normalized: Memory;
  private readonly xHat: Loop;
  private readonly y: Loop;
  private readonly dxHat: Loop;
  private readonly dx: Loop;
  private readonly gradients: ColumnGradients;

  constructor(
    epsilon: number,
    /** Columns of a member. */
    private readonly columns: number,
    private readonly members: number,
    readonly tensors: Tensors,
    graph: GraphBuilder,
  ) {
    const { kernels } = graph;
    this.attributes = { epsilon };
    this.normalized = graph.perRow(members * columns);
    this.xHat = kernels.loop('layer.layer_norm.xHat', { epsilon });
    this.y = kernels.loop('layer.dense.y');
    this.dxHat = kernels.loop('layer.scale.dx');
    this.dx = kernels.loop('layer.layer_norm.dx', { epsilon });
    this.gradients = new ColumnGradients(tensors, members * columns, graph);
  }

  forward([x]: readonly Vector[], y: Vector, rows: number): void {
    const { columns, members } = this;
    const { weight, bias } = this.tensors;
    const xHat = this.normalized.vector;
    this.xHat({ x, xHat }, rows * members, columns);
    this.y({ x: xHat, w: weight.vector, b: bias.vector, y }, rows, members * columns);
  }

  // dx̂ = w ∘ dy, dx = (dx̂ − mean of dx̂ − x̂ · mean of dx̂ ∘ x̂) / sd, dw = Σ rows of dy ∘ x̂, db = Σ rows of dy
  backward(
    [x]: readonly Vector[],
    _y: Vector,
    dy: Vector,
    [dx]: readonly (Vector | null)[],
    rows: number,
    pass: OperationPass,
  ): void {
    const { columns, members } = this;
    const xHat = this.normalized.vector;
    this.gradients.addUp(dy, xHat, rows, pass);
    if (!dx) return;
    this.dxHat({ w: this.tensors.weight.vector, dy, dx }, rows, members * columns);
    this.dx({ x, xHat, dxHat: dx, dx }, rows * members, columns);
  }
}

interface Tensors extends Readonly<Record<string, ParameterMemory>> {
  readonly weight: ParameterMemory;
  readonly bias: ParameterMemory;
}

export interface Config extends LayerConfig {
  readonly epsilon: number;
}

const centered = (x: number, columns: number) => x - rowSum(x) / columns;
const inverseSd = (d: number, epsilon: number, columns: number) =>
  1 / Math.sqrt(rowSum(d * d) / columns + epsilon);

export const layerNorm = {
  options: () =>
    z.strictObject({
      epsilon: z.number().positive().default(1e-5).describe('added to the variance'),
    }),

  formulas: {
    xHat(x: number, { epsilon }: Config, columns: number) {
      const d = centered(x, columns);
      return d * inverseSd(d, epsilon, columns);
    },
    dx(x: number, xHat: number, dxHat: number, { epsilon }: Config, columns: number) {
      const away = dxHat - rowSum(dxHat) / columns - xHat * (rowSum(dxHat * xHat) / columns);
      return away * inverseSd(centered(x, columns), epsilon, columns);
    },
  },

  build({ epsilon }: Config, x, graph) {
    const tensors = {
      weight: graph.parameter('weight', byMember(x), { initialize: (values) => values.fill(1) }),
      bias: graph.parameter('bias', byMember(x), { initialize: (values) => values.fill(0) }),
    };
    const columns = x.columns / x.members;
    return graph.apply(new LayerNorm(epsilon, columns, x.members, tensors, graph), [x], x.columns);
  },
} satisfies LayerType;
