import type { Kernels, Vector } from '../../kernels/index.js';
import type { Operation } from '../graph/operation.js';

/** The means alone, which are the predictions: from x, [rows, 2 targets], to [rows, targets]. */
export class Means implements Operation {
  readonly op = 'means';
  readonly isOfMean = true;

  constructor(
    private readonly targets: number,
    private readonly kernels: Kernels,
  ) {}

  forward([x]: readonly Vector[], y: Vector, rows: number): void {
    const { targets: k } = this;
    this.kernels.runInJs([x], [y], (from, to) => {
      for (let i = 0; i < rows; i++) for (let j = 0; j < k; j++) to[i * k + j] = from[i * 2 * k + j];
    });
  }

  // dx = dy of the means, and 0 of the variances
  backward(
    _inputs: readonly Vector[],
    _y: Vector,
    dy: Vector,
    [dx]: readonly (Vector | null)[],
    rows: number,
  ): void {
    if (!dx) return;
    const { targets: k } = this;
    this.kernels.runInJs([dy], [dx], (from, to) => {
      for (let i = 0; i < rows; i++)
        for (let j = 0; j < k; j++) {
          to[i * 2 * k + j] = from[i * k + j];
          to[i * 2 * k + k + j] = 0;
        }
    });
  }
}
