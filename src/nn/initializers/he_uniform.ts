import { uniform } from '../../random.js';
import * as z from '../../zod.js';
import type { Initializer } from './initializer.js';

/** W ~ U(−b, b) with b = √(6 / fan_in), so that Var W = 2 / fan_in. He, Zhang, Ren and Sun 2015. */
export const heUniform = {
  options: z.strictObject({}),
  fill(w, _fanOut, fanIn, rng) {
    const bound = Math.sqrt(6 / fanIn);
    for (let i = 0; i < w.length; i++) w[i] = bound * (2 * uniform(rng) - 1);
  },
} satisfies Initializer;
