import { sigmoid as logistic } from '../../math/index.js';
import * as z from '../../zod.js';
import type { Activation } from './activation.js';

/** y = 1 / (1 + e⁻ˣ), the logistic function. */
export const sigmoid = {
  options: z.strictObject({}),
  range: [0, 1],
  kinks: [],
  initializer: 'glorot_uniform',
  backwardReads: 'y',

  forward(x, y, rows, columns) {
    const n = rows * columns;
    for (let i = 0; i < n; i++) y[i] = logistic(x[i]);
  },

  // dx = y (1 − y) dy
  backward(_x, y, dy, dx, rows, columns) {
    const n = rows * columns;
    for (let i = 0; i < n; i++) dx[i] = y[i] * (1 - y[i]) * dy[i];
  },
} satisfies Activation;
