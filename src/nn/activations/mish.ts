import { exp } from '../../math/index.js';
import * as z from '../../zod.js';
import type { ElementwiseActivation } from './activation.js';

/** Least x at which y and f′ are x and 1 to the last bit; eˣ squared is still far from overflow. */
const LINEAR = 40;

/**
 * y = x tanh(log(1 + eˣ)). Misra 2019. With m = eˣ and w = m (m + 2), so that (1 + eˣ)² = 1 + w, it is
 * y = x w / (w + 2): one exp, and nothing cancels.
 */
export const mish = {
  options: z.strictObject({}),
  range: [-0.30884342, Infinity], // a little under the minimum, −0.308843413… at x = −1.1924
  kinks: [],
  initializer: 'fan_in_uniform',

  y(x) {
    if (x > LINEAR) return x;
    const m = exp(x);
    const w = m * (m + 2);
    return (x * w) / (w + 2);
  },

  // dx = (w / (w + 2) + 4 x m (1 + m) / (w + 2)²) dy
  dx(x, dy) {
    if (x > LINEAR) return dy;
    const m = exp(x);
    const w = m * (m + 2);
    return ((w + (4 * x * m * (1 + m)) / (w + 2)) / (w + 2)) * dy;
  },
} satisfies ElementwiseActivation;
