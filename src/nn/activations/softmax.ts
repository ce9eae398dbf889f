import { exp } from '../../math/index.js';
import * as z from '../../zod.js';
import type { Activation } from './activation.js';

/** yⱼ = e^xⱼ / Σₖ e^xₖ over the columns of a row, with the row's maximum taken off x first so that nothing overflows. */
export const softmax = {
  options: z.strictObject({}),
  range: [0, 1],
  rowwise: true,
  kinks: [],
  initializer: 'glorot_uniform',
  backwardReads: 'y',

  forward(x, y, rows, columns) {
    for (let start = 0; start < rows * columns; start += columns) {
      const end = start + columns;
      let max = x[start];
      for (let k = start + 1; k < end; k++) if (x[k] > max) max = x[k];
      let sum = 0;
      for (let k = start; k < end; k++) {
        const e = exp(x[k] - max);
        y[k] = e;
        sum += e;
      }
      for (let k = start; k < end; k++) y[k] /= sum;
    }
  },

  // dx = y ∘ (dy − Σ dy ∘ y), the Jacobian diag(y) − y yᵀ without forming it
  backward(_x, y, dy, dx, rows, columns) {
    for (let start = 0; start < rows * columns; start += columns) {
      const end = start + columns;
      let dot = 0;
      for (let k = start; k < end; k++) dot += dy[k] * y[k];
      for (let k = start; k < end; k++) dx[k] = y[k] * (dy[k] - dot);
    }
  },
} satisfies Activation;
