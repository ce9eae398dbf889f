import { z } from 'zod';
import { pow } from '../../math/index.js';
import type { Optimizer } from './optimizer.js';

const options = z.strictObject({
  learning_rate: z.number().positive().default(0.001),
  beta1: z.number().min(0).lt(1).default(0.9).describe('decay of the mean of the gradients'),
  beta2: z.number().min(0).lt(1).default(0.999).describe('decay of the mean of their squares'),
  epsilon: z.number().positive().default(1e-8),
  weight_decay: z.number().min(0).default(0),
  amsgrad: z.boolean().default(false),
});
type Options = z.infer<typeof options>;

/**
 * Adam, Kingma and Ba 2015, as PyTorch has it: ε is added to √v̂ (after the bias correction, the paper's algorithm 1),
 * `weight_decay` is added to the gradient (L2; adamw decouples it), and amsgrad keeps the largest v before correction.
 */
export const adam = {
  options,

  slots: (options: Options) => (options.amsgrad ? 3 : 2),

  step(w, g, [m, v, vMax], n, t, learningRate, options: Options) {
    const { beta1, beta2, epsilon, weight_decay: decay, amsgrad } = options;
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
  },
} satisfies Optimizer;
