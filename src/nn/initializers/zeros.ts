import * as z from '../../zod.js';
import type { Initializer } from './initializer.js';

/** W = 0. For biases, output layers and checks: units of a hidden layer with equal weights stay alike. */
export const zeros = {
  options: z.strictObject({}),
  fill(w) {
    w.fill(0);
  },
} satisfies Initializer;
