import type { Kernels, Vector } from '../../kernels/index.js';
import type { Operation } from '../graph/operation.js';

/** y = the mean over the members of an ensemble: from x, [rows, members · columns], to [rows, columns]. */
export class Mean implements Operation {
  readonly op = 'mean';
  readonly isMean = true;
  readonly attributes: { readonly members: number };

  constructor(
    private readonly members: number,
    private readonly columns: number,
    private readonly kernels: Kernels,
  ) {
    this.attributes = { members };
  }

  forward([x]: readonly Vector[], y: Vector, rows: number): void {
    this.kernels.sumRepeats(x, y, rows, this.columns, this.members, this.members);
  }

  // dxᵢ = dy / members
  backward(
    _inputs: readonly Vector[],
    _y: Vector,
    dy: Vector,
    [dx]: readonly (Vector | null)[],
    rows: number,
  ): void {
    if (dx) this.kernels.repeat(dy, dx, rows, this.columns, this.members, this.members);
  }
}
