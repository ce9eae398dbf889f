import * as z from '../../zod.js';
import { biasCorrection } from './bias_correction.js';
import type { Optimizer } from './optimizer.js';

const options = z.strictObject({
  learning_rate: z.number().positive().default(0.001),
  beta1: z.number().min(0).lt(1).default(0.9).describe('decay of the mean of the gradients'),
  beta2: z.number().min(0).lt(1).default(0.999).describe('decay of the mean of their squares'),
  epsilon: z.number().positive().default(1e-8),
  weight_decay: z.number().min(0).default(0).describe('times w is added to the gradient'),
  amsgrad: z.boolean().default(false).describe('divide by the largest mean square so far'),
});
export type AdamOptions = z.infer<typeof options>;

/**
 * The update that adam and adamw share, the paper's algorithm 1 in the order that its section 2 proposes: rate · m̂ / (√v̂ + ε) is
 * rate √c₂ / c₁ · m / (√v + ε √c₂) with the bias corrections c = 1 − βᵗ, which takes one division for each parameter. amsgrad keeps the largest v before correction (Reddi, Kale and Kumar 2018, as PyTorch has it).
 * `decay` is the weight decay that goes into the gradient. w is multiplied by the third coefficient first.
 */
export function adamUpdate(
  w: Float64Array,
  g: Float64Array,
  [m, v, vMax]: readonly Float64Array[],
  n: number,
  [stepSize, epsilon, keep]: Float64Array,
  { beta1, beta2, amsgrad }: AdamOptions,
  decay: number,
): void {
  for (let i = 0; i < n; i++) {
    const wi = keep * w[i];
    const gi = g[i] + decay * wi;
    m[i] = beta1 * m[i] + (1 - beta1) * gi;
    v[i] = beta2 * v[i] + (1 - beta2) * gi * gi;
    let vi = v[i];
    if (amsgrad) {
      if (vi > vMax[i]) vMax[i] = vi;
      vi = vMax[i];
    }
    w[i] = wi - (stepSize * m[i]) / (Math.sqrt(vi) + epsilon);
  }
}

/** The size of step t and what is added to √v, both with the bias corrections in them; and what w is multiplied by first. */
export function adamCoefficients(
  t: number,
  learningRate: number,
  { beta1, beta2, epsilon }: AdamOptions,
  keep: number,
  coefficients: Float64Array,
): void {
  const root = Math.sqrt(biasCorrection(beta2, t));
  coefficients[0] = (learningRate * root) / biasCorrection(beta1, t);
  coefficients[1] = epsilon * root;
  coefficients[2] = keep;
}

/** Adam, Kingma and Ba 2015, as PyTorch has it: `weight_decay` is added to the gradient (L2; adamw decouples it). */
export const adam = {
  options,

  slots: (options: AdamOptions) => (options.amsgrad ? 3 : 2),

  coefficients: (t, learningRate, _slots, options: AdamOptions, coefficients) =>
    adamCoefficients(t, learningRate, options, 1, coefficients),

  step: (w, g, slots, n, coefficients, options: AdamOptions) =>
    adamUpdate(w, g, slots, n, coefficients, options, options.weight_decay),
} satisfies Optimizer;
