import { softplus as logOnePlusExp } from '../../math/index.js';
import { expm1UpTo56 } from '../../math/partial.js';
import * as z from '../../zod.js';
import type { ElementwiseActivation } from './activation.js';

/** y = log(1 + eˣ), a smooth relu. */
export const softplus = {
  options: z.strictObject({}),
  range: [0, Infinity],
  kinks: [],
  initializer: 'fan_in_uniform',

  y: (x) => logOnePlusExp(x),

  // dx = σ(x) dy = (1 − e⁻ʸ) dy
  dx: (y, dy) => -expm1UpTo56(-y) * dy,
} satisfies ElementwiseActivation;
