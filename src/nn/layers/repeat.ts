import type { Kernels, Vector } from '../../kernels/index.js';
import type { Operation } from '../graph/operation.js';

/** yᵢ = x for each member i of an ensemble: from [rows, columns] to [rows, members · columns]. */
export class Repeat implements Operation {
  readonly op = 'repeat';
  readonly attributes: { readonly members: number };

  constructor(
    private readonly members: number,
    private readonly columns: number,
    private readonly kernels: Kernels,
  ) {
    this.attributes = { members };
  }

  forward([x]: readonly Vector[], y: Vector, rows: number): void {
    this.kernels.repeat(x, y, rows, this.columns, this.members, 1);
  }

  // dx = Σ over members of dyᵢ
  backward(
    _inputs: readonly Vector[],
    _y: Vector,
    dy: Vector,
    [dx]: readonly (Vector | null)[],
    rows: number,
  ): void {
    if (dx) this.kernels.sumRepeats(dy, dx, rows, this.columns, this.members, 1);
  }
}
