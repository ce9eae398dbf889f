import type { Kernels } from '../../kernels/index.js';
import { minusLogNormal } from '../likelihood/normal.js';
import type { LossLoops } from '../losses/loops.js';
import type { GaussianConfig } from './config.js';

/**
 * −log N(t; μ, v) of each row, the mean over its targets, and its gradient with respect to a, what the head gives. y are
 * the moments, [rows, 2 targets]; t is [rows, targets], and so many columns the loops are told.
 */
export function gaussianLoops(
  kernels: Kernels,
  { epsilon, initial_variance: scale }: GaussianConfig,
): LossLoops {
  return {
    isFused: true,
    forward: ({ y, t, losses }, rows, k) =>
      kernels.runInJs([y, t], [losses!], (moments, target, out) => {
        for (let i = 0; i < rows; i++) {
          let sum = 0;
          for (let j = 0; j < k; j++)
            sum += minusLogNormal(moments[i * 2 * k + j], moments[i * 2 * k + k + j], target[i * k + j]);
          out[i] = sum / k;
        }
      }),
    // dμ = (μ − t) / v, ds = ½ (1 − (t − μ)² / v) (v − ε V) / v, times the row's scale over the targets
    backward: ({ y, t, scale: weights, gradient }, rows, k) =>
      kernels.runInJs([y, t, weights!], [gradient!], (moments, target, s, da) => {
        for (let i = 0; i < rows; i++)
          for (let j = 0; j < k; j++) {
            const at = i * 2 * k + j;
            const v = moments[at + k];
            const e = moments[at] - target[i * k + j];
            const share = s[i] / k;
            da[at] = (share * e) / v;
            da[at + k] = share * 0.5 * (1 - (e * e) / v) * ((v - epsilon * scale[j]) / v);
          }
      }),
  };
}

/** Gradient of the losses of rows with respect to their moments. */
// dμ = (μ − t) / v, dv = ½ (1 − (t − μ)² / v) / v, times the row's scale over the targets
export function slopeOfMoments(
  moments: Float64Array,
  t: Float64Array,
  scale: Float64Array,
  k: number,
  dy: Float64Array,
): void {
  for (let i = 0; i < scale.length; i++)
    for (let j = 0; j < k; j++) {
      const at = i * 2 * k + j;
      const v = moments[at + k];
      const e = moments[at] - t[i * k + j];
      const share = scale[i] / k;
      dy[at] = (share * e) / v;
      dy[at + k] = (share * 0.5 * (1 - (e * e) / v)) / v;
    }
}
