import { uniform } from '../../random.js';
import * as z from '../../zod.js';
import type { Initializer } from './initializer.js';

/**
 * W, b ~ U(−c, c) with c = 1 / √fan_in, so that Var W = 1 / (3 fan_in), a sixth of He's. As PyTorch's nn.Linear starts,
 * weights and biases.
 */
export const fanInUniform = {
  options: z.strictObject({}),
  fill(w, _fanOut, fanIn, rng) {
    const bound = Math.sqrt(1 / fanIn);
    for (let i = 0; i < w.length; i++) w[i] = bound * (2 * uniform(rng) - 1);
  },
} satisfies Initializer;
