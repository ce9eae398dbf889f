import * as z from '../../zod.js';
import type { Loss } from './loss.js';

/** Squared error, no ½: ℓ = mean over columns of (y − t)². PyTorch's MSELoss. */
export const mse = {
  options: z.strictObject({}),
  targets: 'numbers',
  targetRange: [-Infinity, Infinity],
  predictions: () => [-Infinity, Infinity],
  activation: 'identity',

  term(y, t) {
    const e = y - t;
    return e * e;
  },

  dy: (y, t, s) => 2 * s * (y - t),
} satisfies Loss;
