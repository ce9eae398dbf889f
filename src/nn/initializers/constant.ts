import type { Random } from '../../random.js';
import * as z from '../../zod.js';
import type { Initializer } from './initializer.js';

const options = z.strictObject({ value: z.number() });
type Options = z.infer<typeof options>;

/** Every element is `value`. */
export const constant = {
  options,
  fill(w, _fanOut, _fanIn, _rng: Random, { value }: Options) {
    w.fill(value);
  },
} satisfies Initializer;
