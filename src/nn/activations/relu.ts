import * as z from '../../zod.js';
import type { Activation } from './activation.js';

/** y = max(x, 0); f′(0) = 0. */
export const relu = {
  options: z.strictObject({}),
  range: [0, Infinity],
  kinks: [0],
  initializer: 'he_uniform',
  backwardReads: 'y',

  forward(x, y, rows, columns) {
    const n = rows * columns;
    for (let i = 0; i < n; i++) y[i] = Math.max(x[i], 0);
  },

  // dx = dy for y > 0, else 0
  backward(_x, y, dy, dx, rows, columns) {
    const n = rows * columns;
    for (let i = 0; i < n; i++) dx[i] = y[i] <= 0 ? 0 : dy[i];
  },
} satisfies Activation;
