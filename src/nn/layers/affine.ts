import type { Kernels } from '../../kernels/index.js';
import type { Layout, Memory, Parameter } from '../layout.js';
import type { Layer } from './layer.js';

/** Multiply-adds from which on it pays to share a product between threads. */
const WORTH_SHARING = 2 ** 14;

/** a = x wᵀ + b, with w [outputs, inputs] and b [outputs]. Its Jacobian, a Kronecker product, is never formed. */
export class Affine implements Layer {
  readonly inputs: number;
  readonly outputs: number;
  private readonly kernels: Kernels;
  /** The gradients of w and b over the second half of a batch. */
  private readonly secondW: Memory;
  private readonly secondB: Memory;

  constructor(
    private readonly w: Parameter,
    private readonly b: Parameter | null,
    layout: Layout,
  ) {
    [this.outputs, this.inputs] = w.shape;
    this.kernels = layout.kernels;
    const second = (parameter: Parameter | null) =>
      layout.forRows((rows) => (parameter?.trainable && this.isHalved(rows) ? parameter.size : 0));
    this.secondW = second(w);
    this.secondB = second(b);
  }

  forward(x: Float64Array, a: Float64Array, rows: number): void {
    this.kernels.affine(x, this.w.view, this.b?.view ?? null, a, rows, this.inputs, this.outputs);
  }

  // dw = daᵀ x, db = Σ rows of da, dx = da w
  backward(x: Float64Array, _a: Float64Array, da: Float64Array, dx: Float64Array | null, rows: number): void {
    const { kernels, inputs, outputs, w, b, secondW, secondB } = this;
    const [dw, db] = [w.gradient.view, b?.gradient.view ?? null];
    if (this.isHalved(rows)) {
      const half = halfOf(rows);
      this.addUp(x, da, dw, db, half);
      const [secondX, secondDa] = [x.subarray(half * inputs), da.subarray(half * outputs)];
      this.addUp(secondX, secondDa, secondW.view, secondB.view, rows - half);
      if (w.trainable) kernels.add(dw, secondW.view, dw, w.size);
      if (b?.trainable) kernels.add(db!, secondB.view, db!, b.size);
    } else this.addUp(x, da, dw, db, rows);
    if (dx) kernels.matmul(da, w.view, dx, rows, outputs, inputs, false);
  }

  /** The gradients of w and b over some rows. */
  private addUp(
    x: Float64Array,
    da: Float64Array,
    dw: Float64Array,
    db: Float64Array | null,
    rows: number,
  ): void {
    const { kernels, inputs, outputs, w, b } = this;
    if (w.trainable) kernels.matmulTransposed(da, x, dw, outputs, rows, inputs, false);
    if (b?.trainable) kernels.columnSums(da, db!, rows, outputs);
  }

  /**
   * Whether gradients over so many rows are those of two halves added up, whatever the number of threads: each of two threads then adds up rows
   * that it has in its cache, and hands over a matrix that is no larger than they are.
   */
  private isHalved(rows: number): boolean {
    const { inputs, outputs } = this;
    const isSmaller = inputs * outputs <= rows * (inputs + outputs);
    return halfOf(rows) > 0 && rows * inputs * outputs >= WORTH_SHARING && isSmaller;
  }
}

/** At a tile of the products. */
const halfOf = (rows: number): number => 8 * Math.floor(rows / 16);
