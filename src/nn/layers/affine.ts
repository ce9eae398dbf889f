import type { Kernels, Vector } from '../../kernels/index.js';
import type { GraphBuilder } from '../graph/builder.js';
import type { Operation } from '../graph/operation.js';
import type { Memory, ParameterMemory, TensorMemory } from '../layout.js';

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
  /** The gradients of w and b over the second half of a batch. */
  private readonly secondW: Memory;
  private readonly secondB: Memory;

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
    const second = (parameter: ParameterMemory | null) =>
      graph.forRows((rows) => (parameter?.trainable && this.isHalved(rows) ? parameter.size : 0));
    this.secondW = second(w);
    this.secondB = second(b);
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
  ): void {
    const { kernels, times, inputs, outputs, w, b, secondW, secondB } = this;
    const [dw, db] = [w.gradient.vector, b?.gradient.vector ?? null];
    const all = rows * times;
    if (this.isHalved(rows)) {
      const half = times * halfOf(rows);
      this.addUp(x, da, dw, db, half);
      const [secondX, secondDa] = [x.slice(half * inputs), da.slice(half * outputs)];
      this.addUp(secondX, secondDa, secondW.vector, secondB.vector, all - half);
      if (w.trainable) kernels.add(dw, secondW.vector, dw, w.size);
      if (b?.trainable) kernels.add(db!, secondB.vector, db!, b.size);
    } else this.addUp(x, da, dw, db, all);
    if (dx) kernels.matmul(da, w.vector, dx, all, outputs, inputs, false);
  }

  /** The gradients of w and b over some rows. */
  private addUp(x: Vector, da: Vector, dw: Vector, db: Vector | null, rows: number): void {
    const { kernels, inputs, outputs, w, b } = this;
    if (w.trainable) kernels.matmulTransposed(da, x, dw, outputs, rows, inputs, false);
    if (b?.trainable) kernels.columnSums(da, db!, rows, outputs);
  }

  /**
   * Whether gradients over so many rows are those of two halves added up, whatever the number of threads: each of two
   * threads then adds up rows that it has in its cache, and hands over a matrix that is no larger than they are.
   */
  private isHalved(rows: number): boolean {
    const { times, inputs, outputs } = this;
    const all = rows * times;
    const isSmaller = inputs * outputs <= all * (inputs + outputs);
    return halfOf(rows) > 0 && all * inputs * outputs >= WORTH_SHARING && isSmaller;
  }
}

/** Row at which a batch is halved: at a tile of the products. */
const halfOf = (rows: number): number => 8 * Math.floor(rows / 16);
