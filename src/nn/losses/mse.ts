import * as z from '../../zod.js';
import type { Loss } from './loss.js';

/** Squared error, no ½: ℓ = mean over columns of (y − t)². PyTorch's MSELoss. */
export const mse = {
  options: z.strictObject({}),
  targets: 'numbers',
  targetRange: [-Infinity, Infinity],
  predictions: () => [-Infinity, Infinity],
  activation: 'identity',

  forward(y, t, losses, rows, columns) {
    for (let i = 0, k = 0; i < rows; i++) {
      let sum = 0;
      for (let j = 0; j < columns; j++, k++) {
        const e = y[k] - t[k];
        sum += e * e;
      }
      losses[i] = sum / columns;
    }
  },

  // dy = 2 (y − t) / columns
  backward(y, t, scale, dy, rows, columns) {
    for (let i = 0, k = 0; i < rows; i++) {
      const s = (2 * scale[i]) / columns;
      for (let j = 0; j < columns; j++, k++) dy[k] = s * (y[k] - t[k]);
    }
  },
} satisfies Loss;
