import type { Kernels, Vector } from '../../kernels/index.js';
import type { Operation } from '../graph/operation.js';

/** y = x / T: logits before the activation that makes probabilities of them. */
export class TemperedLogits implements Operation {
  readonly op = 'temperature';
  readonly attributes: { readonly temperature: number };

  constructor(
    private readonly temperature: number,
    private readonly columns: number,
    private readonly kernels: Kernels,
  ) {
    this.attributes = { temperature };
  }

  forward([x]: readonly Vector[], y: Vector, rows: number): void {
    this.divide(x, y, rows);
  }

  // dx = dy / T
  backward(
    _inputs: readonly Vector[],
    _y: Vector,
    dy: Vector,
    [dx]: readonly (Vector | null)[],
    rows: number,
  ): void {
    if (dx) this.divide(dy, dx, rows);
  }

  private divide(from: Vector, to: Vector, rows: number): void {
    const { temperature } = this;
    const length = rows * this.columns;
    this.kernels.runInJs([from], [to], (values, divided) => {
      for (let k = 0; k < length; k++) divided[k] = values[k] / temperature;
    });
  }
}
