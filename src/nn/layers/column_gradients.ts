import type { Kernels, Vector } from '../../kernels/index.js';
import type { GraphBuilder } from '../graph/builder.js';
import type { OperationPass } from '../graph/operation.js';
import type { RowSums } from '../graph/row_sums.js';
import type { ParameterMemory } from '../layout.js';

/** Gradients of y = w ∘ x̂ + b, [rows, columns]: dw = Σ rows of dy ∘ x̂ and db = Σ rows of dy. */
export class ColumnGradients {
  private readonly kernels: Kernels;
  private readonly sums: RowSums;

  constructor(
    private readonly tensors: { readonly weight: ParameterMemory; readonly bias: ParameterMemory },
    private readonly columns: number,
    graph: GraphBuilder,
  ) {
    this.kernels = graph.kernels;
    this.sums = graph.rowSums([columns, columns]);
  }

  addUp(dy: Vector, xHat: Vector, rows: number, { part }: OperationPass): void {
    const { kernels, columns, sums } = this;
    const { weight, bias } = this.tensors;
    sums.addUp([weight.gradient.vector, bias.gradient.vector], rows, part, (from, count, gradients) =>
      kernels.runInJs([dy, xHat], gradients, (dy, xHat, dw, db) => {
        dw.fill(0, 0, columns);
        db.fill(0, 0, columns);
        for (let i = 0, k = from * columns; i < count; i++) {
          for (let j = 0; j < columns; j++, k++) {
            dw[j] += dy[k] * xHat[k];
            db[j] += dy[k];
          }
        }
      }),
    );
  }
}
