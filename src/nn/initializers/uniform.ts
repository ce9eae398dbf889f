import { uniform as draw } from '../../random.js';
import * as z from '../../zod.js';
import type { Initializer } from './initializer.js';

const options = z
  .strictObject({
    low: z.number().default(-0.05),
    high: z.number().default(0.05),
  })
  .refine(({ low, high }) => low < high, { path: ['low'], message: 'must be below high' });
type Options = z.infer<typeof options>;

/** W ~ U(low, high). Defaults as in Keras. */
export const uniform = {
  options,
  fill(w, _fanOut, _fanIn, rng, { low, high }: Options) {
    for (let i = 0; i < w.length; i++) w[i] = low + (high - low) * draw(rng);
  },
} satisfies Initializer;
