import * as z from '../../zod.js';
import type { Loss } from './loss.js';

/** Absolute error: ℓ = mean over columns of |y − t|. PyTorch's L1Loss. */
export const mae = {
  options: z.strictObject({}),
  targets: 'numbers',
  targetRange: [-Infinity, Infinity],
  predictions: () => [-Infinity, Infinity],
  activation: 'identity',

  forward(y, t, losses, rows, columns) {
    for (let i = 0, k = 0; i < rows; i++) {
      let sum = 0;
      for (let j = 0; j < columns; j++, k++) sum += Math.abs(y[k] - t[k]);
      losses[i] = sum / columns;
    }
  },

  // dy = sign(y − t) / columns, 0 at 0
  backward(y, t, scale, dy, rows, columns) {
    for (let i = 0, k = 0; i < rows; i++) {
      const s = scale[i] / columns;
      for (let j = 0; j < columns; j++, k++) dy[k] = s * Math.sign(y[k] - t[k]);
    }
  },
} satisfies Loss;
