import * as z from '../../zod.js';
import type { Initializer } from './initializer.js';

/** W = 0. For output layers and checks: units of a hidden layer that start alike stay alike. */
export const zeros = {
  options: z.strictObject({}),
  fill(w, fanOut, fanIn) {
    w.fill(0, 0, fanOut * fanIn);
  },
} satisfies Initializer;
