import type { Kernels } from '../../kernels/index.js';
import type { Parameter } from '../layout.js';
import type { Layer } from './layer.js';

/** a = x wᵀ + b, with w [outputs, inputs] and b [outputs]. Its Jacobian, a Kronecker product, is never formed. */
export class Affine implements Layer {
  readonly inputs: number;
  readonly outputs: number;

  constructor(
    private readonly w: Parameter,
    private readonly b: Parameter | null,
    private readonly kernels: Kernels,
  ) {
    [this.outputs, this.inputs] = w.shape;
  }

  forward(x: Float64Array, a: Float64Array, rows: number): void {
    this.kernels.affine(x, this.w.view, this.b?.view ?? null, a, rows, this.inputs, this.outputs);
  }

  // dw = daᵀ x, db = Σ rows of da, dx = da w
  backward(x: Float64Array, _a: Float64Array, da: Float64Array, dx: Float64Array | null, rows: number): void {
    const { kernels, inputs, outputs, w, b } = this;
    if (w.trainable) kernels.matmulTransposed(da, x, w.gradient.view, outputs, rows, inputs, false);
    if (b?.trainable) kernels.columnSums(da, b.gradient.view, rows, outputs);
    if (dx) kernels.matmul(da, w.view, dx, rows, outputs, inputs, false);
  }
}
