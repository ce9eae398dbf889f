import { erfc, exp, sigmoid } from '../../math/index.js';
import * as z from '../../zod.js';
import type { Activation } from './activation.js';

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
  initializer: 'he_uniform',
  backwardReads: 'x',

  forward(x, y, rows, columns, { approximate }: Options) {
    const n = rows * columns;
    if (approximate === 'tanh') {
      for (let i = 0; i < n; i++) {
        const v = x[i];
        y[i] = v * sigmoid(ROOT_8_OVER_PI * (v + CUBIC * v * v * v));
      }
    } else {
      for (let i = 0; i < n; i++) y[i] = x[i] * (0.5 * erfc(-ROOT_HALF * x[i]));
    }
  },

  // dx = (Φ + x φ) dy, φ = e^(−x²/2) / √(2π); approximately (σ + x σ (1 − σ) 2u′) dy, 2u′ = √(8/π) (1 + 3 · 0.044715 x²)
  backward(x, _y, dy, dx, rows, columns, { approximate }: Options) {
    const n = rows * columns;
    if (approximate === 'tanh') {
      for (let i = 0; i < n; i++) {
        const v = x[i];
        const square = v * v;
        const s = sigmoid(ROOT_8_OVER_PI * (v + CUBIC * square * v));
        dx[i] = s * (1 + v * (1 - s) * (ROOT_8_OVER_PI * (1 + 3 * CUBIC * square))) * dy[i];
      }
    } else {
      for (let i = 0; i < n; i++) {
        const v = x[i];
        dx[i] = (0.5 * erfc(-ROOT_HALF * v) + v * (INVERSE_ROOT_2PI * exp(-0.5 * v * v))) * dy[i];
      }
    }
  },
} satisfies Activation;
