import type { Kernels, Vector } from '../../kernels/index.js';
import type { Operation } from '../graph/operation.js';

/**
 * (μ, v) of the mixture of the normal distributions of several members, each counting the same: the mean of their
 * means, and the mean of their variances plus the variance of their means. Lakshminarayanan, Pritzel and Blundell
 * 2017, section 2.4.
 *
 * Each x is [rows, members · 2 targets], y is [rows, 2 targets]: means, then variances.
 */
export class Mixture implements Operation {
  readonly op = 'mixture';
  readonly isMean = true;
  readonly attributes: { readonly members: number };

  constructor(
    /** Members of each input. */
    members: number,
    private readonly targets: number,
    private readonly kernels: Kernels,
  ) {
    this.attributes = { members };
  }

  forward(inputs: readonly Vector[], y: Vector, rows: number): void {
    const { targets: k } = this;
    const { members } = this.attributes;
    const count = inputs.length * members;
    this.kernels.runInJs(inputs, [y], (...arrays) => {
      const out = arrays.pop()!;
      for (let i = 0; i < rows; i++)
        for (let j = 0; j < k; j++) {
          let sum = 0;
          for (const x of arrays) for (let m = 0; m < members; m++) sum += x[(i * members + m) * 2 * k + j];
          const mean = sum / count;
          let spread = 0;
          for (const x of arrays)
            for (let m = 0; m < members; m++) {
              const at = (i * members + m) * 2 * k + j;
              const e = x[at] - mean;
              spread += x[at + k] + e * e;
            }
          out[i * 2 * k + j] = mean;
          out[i * 2 * k + k + j] = spread / count;
        }
    });
  }

  // dμᵢ = (dμ + 2 dv (μᵢ − μ)) / members, dvᵢ = dv / members
  backward(
    inputs: readonly Vector[],
    y: Vector,
    dy: Vector,
    dInputs: readonly (Vector | null)[],
    rows: number,
  ): void {
    const { targets: k } = this;
    const { members } = this.attributes;
    const count = inputs.length * members;
    for (const [input, dx] of dInputs.entries()) {
      if (!dx) continue;
      this.kernels.runInJs([inputs[input], y, dy], [dx], (x, moments, from, to) => {
        for (let i = 0; i < rows; i++)
          for (let m = 0; m < members; m++)
            for (let j = 0; j < k; j++) {
              const at = (i * members + m) * 2 * k + j;
              const of = i * 2 * k + j;
              to[at] = (from[of] + 2 * from[of + k] * (x[at] - moments[of])) / count;
              to[at + k] = from[of + k] / count;
            }
      });
    }
  }
}
