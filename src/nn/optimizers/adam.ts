import { pow } from '../../math/index.js';
import * as z from '../../zod.js';
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
 * The update that adam and adamw share: ε is added to √v̂ (after the bias correction, the paper's algorithm 1),
 * amsgrad keeps the largest v before correction (Reddi, Kale and Kumar 2018, as PyTorch has it).
 * `decay` is the weight decay that goes into the gradient.
 */
export function adamUpdate(
  w: Float64Array,
  g: Float64Array,
  [m, v, vMax]: readonly Float64Array[],
  n: number,
  t: number,
  learningRate: number,
  { beta1, beta2, epsilon, amsgrad }: AdamOptions,
  decay: number,
): void {
  const stepSize = learningRate / (1 - pow(beta1, t));
  const rootCorrection = Math.sqrt(1 - pow(beta2, t));
  for (let i = 0; i < n; i++) {
    const gi = g[i] + decay * w[i];
    m[i] = beta1 * m[i] + (1 - beta1) * gi;
    v[i] = beta2 * v[i] + (1 - beta2) * gi * gi;
    let vi = v[i];
    if (amsgrad) {
      if (vi > vMax[i]) vMax[i] = vi;
      vi = vMax[i];
    }
    w[i] -= (stepSize * m[i]) / (Math.sqrt(vi) / rootCorrection + epsilon);
  }
}

/** Adam, Kingma and Ba 2015, as PyTorch has it: `weight_decay` is added to the gradient (L2; adamw decouples it). */
export const adam = {
  options,

  slots: (options: AdamOptions) => (options.amsgrad ? 3 : 2),

  step(w, g, slots, n, t, learningRate, options: AdamOptions) {
    adamUpdate(w, g, slots, n, t, learningRate, options, options.weight_decay);
  },
} satisfies Optimizer;
