import { uniform } from '../../random.js';
import * as z from '../../zod.js';
import type { Initializer } from './initializer.js';

/** W ~ U(−b, b) with b = √(6 / (fan_in + fan_out)). Glorot and Bengio 2010, "normalized initialization". */
export const glorotUniform = {
  options: z.strictObject({}),
  fill(w, fanOut, fanIn, rng) {
    const bound = Math.sqrt(6 / (fanIn + fanOut));
    for (let i = 0; i < w.length; i++) w[i] = bound * (2 * uniform(rng) - 1);
  },
} satisfies Initializer;
