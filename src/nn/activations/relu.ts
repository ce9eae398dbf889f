import * as z from '../../zod.js';
import type { ElementwiseActivation } from './activation.js';

/** y = max(x, 0); f′(0) = 0. */
export const relu = {
  options: z.strictObject({}),
  range: [0, Infinity],
  kinks: [0],
  initializer: 'fan_in_uniform',

  y: (x) => Math.max(x, 0),

  // dx = dy for y > 0, else 0
  dx: (y, dy) => (y <= 0 ? 0 : dy),
} satisfies ElementwiseActivation;
