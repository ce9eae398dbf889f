import { exp } from '../../math/index.js';
import * as z from '../../zod.js';
import type { Activation } from './activation.js';

/** From here on y and f′ are x and 1 to the last bit, and eˣ squared is still far from overflow. */
const LINEAR = 40;

/**
 * y = x tanh(log(1 + eˣ)). Misra 2019. With m = eˣ and w = m (m + 2), so that (1 + eˣ)² = 1 + w, it is
 * y = x w / (w + 2): one exp, and nothing cancels.
 */
export const mish = {
  options: z.strictObject({}),
  range: [-0.30884342, Infinity], // a little under the minimum, −0.308843413… at x = −1.1924
  kinks: [],
  initializer: 'he_uniform',
  backwardReads: 'x',

  forward(x, y, rows, columns) {
    const n = rows * columns;
    for (let i = 0; i < n; i++) {
      const v = x[i];
      if (v > LINEAR) {
        y[i] = v;
        continue;
      }
      const m = exp(v);
      const w = m * (m + 2);
      y[i] = (v * w) / (w + 2);
    }
  },

  // dx = (w / (w + 2) + 4 x m (1 + m) / (w + 2)²) dy
  backward(x, _y, dy, dx, rows, columns) {
    const n = rows * columns;
    for (let i = 0; i < n; i++) {
      const v = x[i];
      if (v > LINEAR) {
        dx[i] = dy[i];
        continue;
      }
      const m = exp(v);
      const w = m * (m + 2);
      dx[i] = ((w + (4 * v * m * (1 + m)) / (w + 2)) / (w + 2)) * dy[i];
    }
  },
} satisfies Activation;
