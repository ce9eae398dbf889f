import { tanh as hyperbolicTangent } from '../../math/index.js';
import * as z from '../../zod.js';
import type { Activation } from './activation.js';

/** y = tanh x */
export const tanh = {
  options: z.strictObject({}),
  range: [-1, 1],
  kinks: [],
  initializer: 'glorot_uniform',
  backwardReads: 'y',

  forward(x, y, rows, columns) {
    const n = rows * columns;
    for (let i = 0; i < n; i++) y[i] = hyperbolicTangent(x[i]);
  },

  // dx = (1 − y²) dy; as a product, because 1 ∓ y is exact near y = ±1 and 1 − y² is not
  backward(_x, y, dy, dx, rows, columns) {
    const n = rows * columns;
    for (let i = 0; i < n; i++) dx[i] = (1 - y[i]) * (1 + y[i]) * dy[i];
  },
} satisfies Activation;
