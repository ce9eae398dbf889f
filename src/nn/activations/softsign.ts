import * as z from '../../zod.js';
import type { Activation } from './activation.js';

/** y = x / (1 + |x|) */
export const softsign = {
  options: z.strictObject({}),
  range: [-1, 1],
  kinks: [],
  initializer: 'glorot_uniform',
  backwardReads: 'x',

  forward(x, y, rows, columns) {
    const n = rows * columns;
    for (let i = 0; i < n; i++) y[i] = x[i] / (1 + Math.abs(x[i]));
  },

  // dx = dy / (1 + |x|)²; (1 − |y|)² dy would cancel for large |x|
  backward(x, _y, dy, dx, rows, columns) {
    const n = rows * columns;
    for (let i = 0; i < n; i++) {
      const d = 1 + Math.abs(x[i]);
      dx[i] = dy[i] / (d * d);
    }
  },
} satisfies Activation;
