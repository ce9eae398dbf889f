import { erfc, exp, sigmoid } from '../../math/index.js';
import * as z from '../../zod.js';
import type { ElementwiseActivation } from './activation.js';

const options = z.strictObject({
  approximate: z
    .enum(['none', 'tanh'])
    .default('none')
    .describe("none: with the normal distribution itself; tanh: the paper's approximation of it"),
});
type Options = z.infer<typeof options>;

const ROOT_HALF = Math.SQRT1_2;
const INVERSE_ROOT_2PI = 0.3989422804014327; // 1 / √(2π)
const ROOT_8_OVER_PI = 1.5957691216057308; // √(8 / π)
const CUBIC = 0.044715;

/**
 * y = x Φ(x), Φ the standard normal distribution function. Hendrycks and Gimpel 2016. The approximation's
 * Φ(x) ≈ ½ (1 + tanh u), u = √(2/π) (x + 0.044715 x³), is taken as σ(2u), the same without cancellation.
 */
export const gelu = {
  options,
  range: [-0.17004076, Infinity], // a little under the lower of the two minima, the approximation's −0.170040750…
  kinks: [],
  initializer: 'fan_in_uniform',

  y(x, { approximate }: Options) {
    if (approximate === 'tanh') return x * sigmoid(ROOT_8_OVER_PI * (x + CUBIC * x * x * x));
    return x * (0.5 * erfc(-ROOT_HALF * x));
  },

  // dx = (Φ + x φ) dy, φ = e^(−x²/2) / √(2π); approximately (σ + x σ (1 − σ) 2u′) dy, 2u′ = √(8/π) (1 + 3 · 0.044715
  // x²)
  dx(x, dy, { approximate }: Options) {
    if (approximate === 'tanh') {
      const square = x * x;
      const s = sigmoid(ROOT_8_OVER_PI * (x + CUBIC * square * x));
      return s * (1 + x * (1 - s) * (ROOT_8_OVER_PI * (1 + 3 * CUBIC * square))) * dy;
    }
    return (0.5 * erfc(-ROOT_HALF * x) + x * (INVERSE_ROOT_2PI * exp(-0.5 * x * x))) * dy;
  },
} satisfies ElementwiseActivation;
