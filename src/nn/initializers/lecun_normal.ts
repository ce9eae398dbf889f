import { normal } from '../../random.js';
import * as z from '../../zod.js';
import type { Initializer } from './initializer.js';

/** W ~ N(0, 1 / fan_in), not truncated. LeCun, Bottou, Orr and Müller 1998; what selu is made for. */
export const lecunNormal = {
  options: z.strictObject({}),
  fill(w, _fanOut, fanIn, rng) {
    const deviation = Math.sqrt(1 / fanIn);
    for (let i = 0; i < w.length; i++) w[i] = deviation * normal(rng);
  },
} satisfies Initializer;
