import { expm1, softplus as logOnePlusExp } from '../../math/index.js';
import * as z from '../../zod.js';
import type { Activation } from './activation.js';

/** y = log(1 + eˣ), a smooth relu. */
export const softplus = {
  options: z.strictObject({}),
  range: [0, Infinity],
  kinks: [],
  initializer: 'glorot_uniform',
  backwardReads: 'y',

  forward(x, y, rows, columns) {
    const n = rows * columns;
    for (let i = 0; i < n; i++) y[i] = logOnePlusExp(x[i]);
  },

  // dx = σ(x) dy = (1 − e⁻ʸ) dy
  backward(_x, y, dy, dx, rows, columns) {
    const n = rows * columns;
    for (let i = 0; i < n; i++) dx[i] = -expm1(-y[i]) * dy[i];
  },
} satisfies Activation;
