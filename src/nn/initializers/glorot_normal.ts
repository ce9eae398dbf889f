import { normal } from '../../random.js';
import * as z from '../../zod.js';
import type { Initializer } from './initializer.js';

/** W ~ N(0, 2 / (fan_in + fan_out)), not truncated (PyTorch's). Glorot and Bengio 2010. */
export const glorotNormal = {
  options: z.strictObject({}),
  fill(w, fanOut, fanIn, rng) {
    const deviation = Math.sqrt(2 / (fanIn + fanOut));
    for (let i = 0; i < w.length; i++) w[i] = deviation * normal(rng);
  },
} satisfies Initializer;
