import { sigmoid } from '../../math/index.js';
import * as z from '../../zod.js';
import type { Activation } from './activation.js';

/** y = x σ(x), also called SiLU. Elfwing, Uchibe and Doya 2018; Ramachandran, Zoph and Le 2017. */
export const swish = {
  options: z.strictObject({}),
  range: [-0.27846455, Infinity], // a little under the minimum, −0.278464542… at x = −1.2785
  kinks: [],
  initializer: 'he_uniform',
  backwardReads: 'x',

  forward(x, y, rows, columns) {
    const n = rows * columns;
    for (let i = 0; i < n; i++) y[i] = x[i] * sigmoid(x[i]);
  },

  // dx = σ (1 + x (1 − σ)) dy
  backward(x, _y, dy, dx, rows, columns) {
    const n = rows * columns;
    for (let i = 0; i < n; i++) {
      const v = x[i];
      const s = sigmoid(v);
      dx[i] = s * (1 + v * (1 - s)) * dy[i];
    }
  },
} satisfies Activation;
