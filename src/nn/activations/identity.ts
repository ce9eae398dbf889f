import * as z from '../../zod.js';
import type { ElementwiseActivation } from './activation.js';

/** y = x: the layer stays affine. */
export const identity = {
  options: z.strictObject({}),
  range: [-Infinity, Infinity],
  kinks: [],
  initializer: 'fan_in_uniform',

  y: (x) => x,
  dx: (_y, dy) => dy,
} satisfies ElementwiseActivation;
