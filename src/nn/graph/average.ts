import type { Kernels, Vector } from '../../kernels/index.js';
import type { Operation } from './operation.js';

/** y = (x₁ + … + x_k) / k, summed in this order: the prediction of an ensemble by those of its members. */
export class Average implements Operation {
  readonly op = 'average';
  readonly isMean = true;

  constructor(
    private readonly columns: number,
    private readonly kernels: Kernels,
  ) {}

  forward(inputs: readonly Vector[], y: Vector, rows: number): void {
    const length = rows * this.columns;
    this.kernels.runInJs(inputs, [y], (...arrays) => {
      const out = arrays.pop()!;
      for (let i = 0; i < length; i++) {
        let sum = arrays[0][i];
        for (let k = 1; k < arrays.length; k++) sum += arrays[k][i];
        out[i] = sum / arrays.length;
      }
    });
  }

  // dx = dy / k, for each x
  backward(
    inputs: readonly Vector[],
    _y: Vector,
    dy: Vector,
    dInputs: readonly (Vector | null)[],
    rows: number,
  ): void {
    const wanted = dInputs.filter((dx) => dx !== null);
    const length = rows * this.columns;
    this.kernels.runInJs([dy], wanted, (from, ...gradients) => {
      for (const dx of gradients) for (let i = 0; i < length; i++) dx[i] = from[i] / inputs.length;
    });
  }
}
