import { tanh as hyperbolicTangent } from '../../math/index.js';
import * as z from '../../zod.js';
import type { ElementwiseActivation } from './activation.js';

/** y = tanh x */
export const tanh = {
  options: z.strictObject({}),
  range: [-1, 1],
  kinks: [],
  initializer: 'fan_in_uniform',

  y: (x) => hyperbolicTangent(x),

  // dx = (1 − y²) dy; as a product, because 1 ∓ y is exact near y = ±1 and 1 − y² is not
  dx: (y, dy) => (1 - y) * (1 + y) * dy,
} satisfies ElementwiseActivation;
