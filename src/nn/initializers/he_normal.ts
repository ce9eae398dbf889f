import { normal } from '../../random.js';
import * as z from '../../zod.js';
import type { Initializer } from './initializer.js';

/** W ~ N(0, 2 / fan_in), not truncated (PyTorch's kaiming_normal_). He, Zhang, Ren and Sun 2015. */
export const heNormal = {
  options: z.strictObject({}),
  fill(w, _fanOut, fanIn, rng) {
    const deviation = Math.sqrt(2 / fanIn);
    for (let i = 0; i < w.length; i++) w[i] = deviation * normal(rng);
  },
} satisfies Initializer;
