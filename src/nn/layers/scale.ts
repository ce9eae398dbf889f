import type { Loop, Vector } from '../../kernels/index.js';
import * as z from '../../zod.js';
import type { GraphBuilder } from '../graph/builder.js';
import type { Operation, OperationPass } from '../graph/operation.js';
import type { RowSums } from '../graph/row_sums.js';
import type { ParameterMemory } from '../layout.js';
import { byMember } from './by_member.js';
import type { LayerConfig, LayerType } from './layer_type.js';

/** A factor for each column: y = w ∘ x. */
class Scale implements Operation {
  readonly op = 'scale';
  private readonly y: Loop;
  private readonly dx: Loop;
  private readonly dw: Loop;
  private readonly sums: RowSums;

  constructor(
    readonly tensors: { readonly weight: ParameterMemory },
    private readonly columns: number,
    graph: GraphBuilder,
  ) {
    const { kernels } = graph;
    this.y = kernels.loop('layer.scale.y');
    this.dx = kernels.loop('layer.scale.dx');
    this.dw = kernels.loop('layer.scale.dw');
    this.sums = graph.rowSums([columns]);
  }

  forward([x]: readonly Vector[], y: Vector, rows: number): void {
    this.y({ x, w: this.tensors.weight.vector, y }, rows, this.columns);
  }

  // dx = w ∘ dy, dw = Σ rows of x ∘ dy
  backward(
    [x]: readonly Vector[],
    _y: Vector,
    dy: Vector,
    [dx]: readonly (Vector | null)[],
    rows: number,
    { part }: OperationPass,
  ): void {
    const { columns } = this;
    const { weight } = this.tensors;
    this.sums.addUp([weight.gradient.vector], rows, part, (from, count, [dw]) =>
      this.dw({ x: x.slice(from * columns), dy: dy.slice(from * columns), dw }, count, columns),
    );
    if (dx) this.dx({ w: weight.vector, dy, dx }, rows, columns);
  }
}

export const scale = {
  options: () => z.strictObject({}),
  formulas: {
    y: (x: number, w: number) => w * x,
    dx: (w: number, dy: number) => w * dy,
    dw: (x: number, dy: number) => x * dy,
  },

  build(_config: LayerConfig, x, graph) {
    const weight = graph.parameter('weight', byMember(x), { initialize: (w) => w.fill(1) });
    return graph.apply(new Scale({ weight }, x.columns, graph), [x], x.columns);
  },
} satisfies LayerType;
