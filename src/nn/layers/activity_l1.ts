import type { Kernels, Vector } from '../../kernels/index.js';
import type { GraphBuilder } from '../graph/builder.js';
import type { Value } from '../graph/graph.js';
import type { LossTerm, Operation, OperationPass } from '../graph/operation.js';
import type { Memory } from '../layout.js';

/**
 * Penalty on what a layer gives, for sparse codes: in training it adds λ Σⱼ |yⱼ| to the loss of a row, of an ensemble
 * the mean over its members; y = x. As Keras' activity_regularizer, whose mean over the batch it is, too. In
 * evaluation it adds nothing.
 */
export class ActivityL1 implements Operation {
  readonly op = 'activity_l1';
  readonly overwritesGradient = true;
  readonly attributes: { readonly activity_l1: number };
  readonly loss: LossTerm;
  private readonly kernels: Kernels;
  private readonly terms: Memory;
  private readonly columns: number;
  private readonly weight: number;

  constructor(activityL1: number, { columns, members }: Value, graph: GraphBuilder) {
    this.attributes = { activity_l1: activityL1 };
    this.kernels = graph.kernels;
    this.columns = columns;
    this.weight = activityL1 / members;
    this.terms = graph.perRow(1);
    this.loss = { add: (losses, rows) => this.kernels.add(losses, this.terms.vector, losses, rows) };
  }

  forward([x]: readonly Vector[], y: Vector, rows: number, { training }: OperationPass): void {
    const { kernels, columns, weight } = this;
    const terms = this.terms.vector;
    kernels.copy(x, y, rows * columns);
    if (!training) {
      kernels.fill(terms, rows, 0);
      return;
    }
    kernels.runInJs([x], [terms], (values, sums) => {
      for (let i = 0, k = 0; i < rows; i++) {
        let sum = 0;
        for (let j = 0; j < columns; j++, k++) sum += Math.abs(values[k]);
        sums[i] = weight * sum;
      }
    });
  }

  // dx = dy + λ sign(x), times the weight of the row's loss
  backward(
    [x]: readonly Vector[],
    _y: Vector,
    dy: Vector,
    [dx]: readonly (Vector | null)[],
    rows: number,
    { training, lossScale }: OperationPass,
  ): void {
    const { kernels, columns, weight } = this;
    if (!dx) return;
    if (dx !== dy) kernels.copy(dy, dx, rows * columns);
    if (!training || !lossScale) return;
    kernels.runInJs([x, lossScale], [dx], (values, scale, gradient) => {
      for (let i = 0, k = 0; i < rows; i++)
        for (let j = 0; j < columns; j++, k++) gradient[k] += scale[i] * weight * Math.sign(values[k]);
    });
  }
}
