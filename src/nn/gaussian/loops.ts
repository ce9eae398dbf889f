import type { Kernels } from '../../kernels/index.js';
import { minusLogNormal } from '../likelihood/index.js';
import type { LossLoops } from '../losses/loops.js';
import type { GaussianConfig } from './config.js';

/**
 * −log N(t; μ, v) of each row, the mean over its targets, and its gradient with respect to a, which is what the head
 * gives, or the moments themselves where `isOfMoments`. y are the moments, [rows, 2 targets]; t is [rows, targets], and
 * so many columns the loops are told.
 */
export function gaussianLoops(
  kernels: Kernels,
  { epsilon, initial_variance: scale }: GaussianConfig,
  isOfMoments = false,
): LossLoops {
  return {
    isFused: !isOfMoments,
    forward: ({ y, t, losses }, rows, k) =>
      kernels.runInJs([y, t], [losses!], (moments, target, out) => {
        for (let i = 0; i < rows; i++) {
          let sum = 0;
          for (let j = 0; j < k; j++)
            sum += minusLogNormal(moments[i * 2 * k + j], moments[i * 2 * k + k + j], target[i * k + j]);
          out[i] = sum / k;
        }
      }),
    // dμ = (μ − t) / v, dv = ½ (1 − (t − μ)² / v) / v, ds = dv (v − ε V), times the row's scale over the targets
    backward: ({ y, t, scale: weights, gradient }, rows, k) =>
      kernels.runInJs([y, t, weights!], [gradient!], (moments, target, s, da) => {
        for (let i = 0; i < rows; i++)
          for (let j = 0; j < k; j++) {
            const at = i * 2 * k + j;
            const v = moments[at + k];
            const e = moments[at] - target[i * k + j];
            const share = s[i] / k;
            const grown = isOfMoments ? 1 : v - epsilon * scale[j];
            da[at] = (share * e) / v;
            da[at + k] = share * 0.5 * (1 - (e * e) / v) * (grown / v);
          }
      }),
  };
}
