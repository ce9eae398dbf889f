import * as z from '../../zod.js';
import type { ElementwiseActivation } from './activation.js';

const options = z.strictObject({
  b: z.number().positive().default(4).describe('how wide the bend is: y is ½ √b at 0'),
});
type Options = z.infer<typeof options>;

/**
 * y = ½ (x + √(x² + b)), a smooth relu without exp. Barron 2021. For x ≤ 0 as ½ b / (√(x² + b) − x), which cannot
 * cancel.
 */
export const squareplus = {
  options,
  range: [0, Infinity],
  kinks: [],
  initializer: 'fan_in_uniform',

  y(x, { b }: Options) {
    const root = Math.sqrt(x * x + b);
    return x > 0 ? 0.5 * (x + root) : (0.5 * b) / (root - x);
  },

  // dx = ½ (1 + x / √(x² + b)) dy
  dx(x, dy, { b }: Options) {
    const root = Math.sqrt(x * x + b);
    return (x > 0 ? 0.5 * (1 + x / root) : (0.5 * b) / ((root - x) * root)) * dy;
  },
} satisfies ElementwiseActivation;
