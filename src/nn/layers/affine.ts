import type { Kernels, Loop, Vector } from '../../kernels/index.js';
import type { GraphBuilder } from '../graph/builder.js';
import type { Operation, OperationPass } from '../graph/operation.js';
import type { RowSums } from '../graph/row_sums.js';
import { shardsOf } from '../graph/shards.js';
import type { ParameterMemory, TensorMemory } from '../layout.js';

/** Multiply-adds from which on it pays to share a product between threads. */
const WORTH_SHARING = 2 ** 14;

/**
 * a = x wᵀ + b, with w [outputs, inputs] and b [outputs]. Its Jacobian, a Kronecker product, is never formed. Where x
 * is [rows · times, inputs], it has `times` rows for each row of a batch.
 */
export class Affine implements Operation {
  readonly op = 'affine';
  readonly tensors: Readonly<Record<string, TensorMemory>>;
  readonly multiplications: number;
  private readonly inputs: number;
  private readonly outputs: number;
  private readonly kernels: Kernels;
  private readonly db: Loop;
  private readonly sums: RowSums;

  constructor(
    private readonly w: ParameterMemory,
    private readonly b: ParameterMemory | null,
    graph: GraphBuilder,
    private readonly times = 1,
  ) {
    this.tensors = { weight: w, ...(b && { bias: b }) };
    [this.outputs, this.inputs] = w.shape;
    this.multiplications = times * w.size;
    this.kernels = graph.kernels;
    this.db = graph.kernels.loop('layer.dense.db');
    this.sums = graph.rowSums(
      [w, b].flatMap((each) => (each?.trainable ? [each.size] : [])),
      (rows) => Math.max(shardsOf(rows), this.isHalved(rows) ? 2 : 1),
    );
  }

  forward([x]: readonly Vector[], a: Vector, rows: number): void {
    const { w, b, times, inputs, outputs } = this;
    this.kernels.affine(x, w.vector, b?.vector ?? null, a, rows * times, inputs, outputs);
  }

  // dw = daᵀ x, db = Σ rows of da, dx = da w
  backward(
    [x]: readonly Vector[],
    _a: Vector,
    da: Vector,
    [dx]: readonly (Vector | null)[],
    rows: number,
    { part }: Pick<OperationPass, 'part'>,
  ): void {
    const { kernels, times, inputs, outputs, w, b, sums } = this;
    const gradients = [w, b].flatMap((each) => (each?.trainable ? [each.gradient.vector] : []));
    sums.addUp(gradients, rows, part, (from, count, to) => {
      const [firstX, firstDa] = [x.slice(times * from * inputs), da.slice(times * from * outputs)];
      if (w.trainable) kernels.matmulTransposed(firstDa, firstX, to[0], outputs, times * count, inputs);
      if (b?.trainable) this.db({ dy: firstDa, db: to.at(-1)! }, times * count, outputs);
    });
    if (dx) kernels.matmul(da, w.vector, dx, rows * times, outputs, inputs);
  }

  /**
   * Whether gradients over a batch of one shard are those of two halves added up, whatever the number of threads: each
   * of two threads then adds up rows that it has in its cache, and hands over a matrix that is no larger than they are.
   */
  private isHalved(rows: number): boolean {
    const { times, inputs, outputs } = this;
    const all = rows * times;
    const isSmaller = inputs * outputs <= all * (inputs + outputs);
    return rows >= 16 && all * inputs * outputs >= WORTH_SHARING && isSmaller;
  }
}
