import type { Loop, Vector } from '../../kernels/index.js';
import type { GraphBuilder } from '../graph/builder.js';
import type { OperationPass } from '../graph/operation.js';
import type { RowSums } from '../graph/row_sums.js';
import type { ParameterMemory } from '../layout.js';

/** Gradients of y = w ∘ x̂ + b, [rows, columns]: dw = Σ rows of dy ∘ x̂ and db = Σ rows of dy. */
export class ColumnGradients {
  private readonly dw: Loop;
  private readonly db: Loop;
  private readonly sums: RowSums;

  constructor(
    private readonly tensors: { readonly weight: ParameterMemory; readonly bias: ParameterMemory },
    private readonly columns: number,
    graph: GraphBuilder,
  ) {
    this.dw = graph.kernels.loop('layer.scale.dw');
    this.db = graph.kernels.loop('layer.dense.db');
    this.sums = graph.rowSums([columns, columns]);
  }

  addUp(dy: Vector, xHat: Vector, rows: number, { part }: OperationPass): void {
    const { columns, sums } = this;
    const { weight, bias } = this.tensors;
    sums.addUp([weight.gradient.vector, bias.gradient.vector], rows, part, (from, count, [dw, db]) => {
      const firstDy = dy.slice(from * columns);
      this.dw({ x: xHat.slice(from * columns), dy: firstDy, dw }, count, columns);
      this.db({ dy: firstDy, db }, count, columns);
    });
  }
}
