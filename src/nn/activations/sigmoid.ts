import { sigmoid as logistic } from '../../math/index.js';
import * as z from '../../zod.js';
import type { ElementwiseActivation } from './activation.js';

/** y = 1 / (1 + e⁻ˣ), the logistic function. */
export const sigmoid = {
  options: z.strictObject({}),
  range: [0, 1],
  kinks: [],
  initializer: 'fan_in_uniform',

  y: (x) => logistic(x),

  // dx = y (1 − y) dy
  dx: (y, dy) => y * (1 - y) * dy,
} satisfies ElementwiseActivation;
