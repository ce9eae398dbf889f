import type { Kernels, Vector } from '../../kernels/index.js';
import { exp } from '../../math/index.js';
import type { Operation } from '../graph/operation.js';
import type { GaussianConfig } from './config.js';

/**
 * (μ, v) of each target by what a head gives, (μ, s): v = V (ε + eˢ), V the variance with which training starts. It is
 * never below ε V, so that a row that is hit exactly cannot make the likelihood endless; that is the least variance of
 * Lakshminarayanan, Pritzel and Blundell 2017, section 2.2.1.
 *
 * Both are [rows · members, 2 targets]: the means of all targets, then their variances.
 */
export class Moments implements Operation {
  readonly op = 'gaussian';
  readonly attributes: { readonly epsilon: number; readonly initial_variance: readonly number[] };

  constructor(
    { epsilon, initial_variance }: GaussianConfig,
    private readonly members: number,
    private readonly kernels: Kernels,
  ) {
    this.attributes = { epsilon, initial_variance };
  }

  forward([x]: readonly Vector[], y: Vector, rows: number): void {
    const { epsilon, initial_variance: scale } = this.attributes;
    const k = scale.length;
    const length = rows * this.members * 2 * k;
    this.kernels.runInJs([x], [y], (from, to) => {
      for (let i = 0; i < length; i += 2 * k)
        for (let j = 0; j < k; j++) {
          to[i + j] = from[i + j];
          to[i + k + j] = scale[j] * (epsilon + exp(from[i + k + j]));
        }
    });
  }

  // dμ as it comes, ds = dv (v − ε V)
  backward(
    _inputs: readonly Vector[],
    y: Vector,
    dy: Vector,
    [dx]: readonly (Vector | null)[],
    rows: number,
  ): void {
    if (!dx) return;
    const { epsilon, initial_variance: scale } = this.attributes;
    const k = scale.length;
    const length = rows * this.members * 2 * k;
    this.kernels.runInJs([y, dy], [dx], (moments, from, to) => {
      for (let i = 0; i < length; i += 2 * k)
        for (let j = 0; j < k; j++) {
          to[i + j] = from[i + j];
          to[i + k + j] = from[i + k + j] * (moments[i + k + j] - scale[j] * epsilon);
        }
    });
  }
}
