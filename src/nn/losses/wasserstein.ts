import * as z from '../../zod.js';
import type { Loss } from './loss.js';

/**
 * ℓ = Σ over columns of |F_y − F_t|, F the running sums of a row: the earth mover's distance between distributions over
 * ordered classes one unit apart. At the last column both sums are 1, so it is left out: only rounding could tell.
 */
export const wasserstein = {
  options: z.strictObject({}),
  targets: 'distribution',
  targetRange: [0, 1],
  predictions: () => 'distribution',
  activation: 'softmax',

  forward(y, t, losses, rows, columns) {
    for (let i = 0, start = 0; i < rows; i++, start += columns) {
      let difference = 0;
      let sum = 0;
      for (let k = start; k < start + columns - 1; k++) {
        difference += y[k] - t[k];
        sum += Math.abs(difference);
      }
      losses[i] = sum;
    }
  },

  // dyⱼ = Σ over k ≥ j of sign(F_y − F_t)ₖ, 0 at 0: the signs from left to right, then their sums from right to left
  backward(y, t, scale, dy, rows, columns) {
    for (let i = 0, start = 0; i < rows; i++, start += columns) {
      const last = start + columns - 1;
      let difference = 0;
      for (let k = start; k < last; k++) {
        difference += y[k] - t[k];
        dy[k] = Math.sign(difference);
      }
      dy[last] = 0;
      let signs = 0;
      for (let k = last; k >= start; k--) {
        signs += dy[k];
        dy[k] = scale[i] * signs;
      }
    }
  },
} satisfies Loss;
