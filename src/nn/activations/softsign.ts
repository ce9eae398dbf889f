import * as z from '../../zod.js';
import type { ElementwiseActivation } from './activation.js';

/** y = x / (1 + |x|) */
export const softsign = {
  options: z.strictObject({}),
  range: [-1, 1],
  kinks: [],
  initializer: 'fan_in_uniform',

  y: (x) => x / (1 + Math.abs(x)),

  // dx = dy / (1 + |x|)²; (1 − |y|)² dy would cancel for large |x|
  dx(x, dy) {
    const d = 1 + Math.abs(x);
    return dy / (d * d);
  },
} satisfies ElementwiseActivation;
