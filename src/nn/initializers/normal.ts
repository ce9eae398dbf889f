import { normal as draw } from '../../random.js';
import * as z from '../../zod.js';
import type { Initializer } from './initializer.js';

const options = z.strictObject({
  mean: z.number().default(0),
  standard_deviation: z.number().positive().default(0.05),
});
type Options = z.infer<typeof options>;

/** W ~ N(mean, standard_deviation²), not truncated. Defaults as in Keras. */
export const normal = {
  options,
  fill(w, _fanOut, _fanIn, rng, { mean, standard_deviation: deviation }: Options) {
    for (let i = 0; i < w.length; i++) w[i] = mean + deviation * draw(rng);
  },
} satisfies Initializer;
