import * as z from '../../zod.js';
import type { ElementwiseActivation } from './activation.js';

const options = z.strictObject({
  alpha: z.number().min(0).default(0.1).describe('slope for x < 0'),
});
type Options = z.infer<typeof options>;

/** y = x for x > 0, else αx; f′(0) = α. Maas, Hannun and Ng 2013. */
export const leakyRelu = {
  options,
  range: [-Infinity, Infinity],
  kinks: [0],
  initializer: 'fan_in_uniform',

  y: (x, { alpha }: Options) => (x > 0 ? x : alpha * x),

  // dx = dy for y > 0, else α dy: α ≥ 0, so y > 0 just where x > 0
  dx: (y, dy, { alpha }: Options) => (y > 0 ? dy : alpha * dy),
} satisfies ElementwiseActivation;
