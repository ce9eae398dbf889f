import * as z from '../../zod.js';
import type { Activation } from './activation.js';

/** y = x: the layer stays affine. */
export const identity = {
  options: z.strictObject({}),
  range: [-Infinity, Infinity],
  kinks: [],
  initializer: 'glorot_uniform',
  backwardReads: 'y',

  forward(x, y, rows, columns) {
    const n = rows * columns;
    if (y !== x) for (let i = 0; i < n; i++) y[i] = x[i];
  },

  backward(_x, _y, dy, dx, rows, columns) {
    const n = rows * columns;
    if (dx !== dy) for (let i = 0; i < n; i++) dx[i] = dy[i];
  },
} satisfies Activation;
