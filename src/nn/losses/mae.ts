import * as z from '../../zod.js';
import type { Loss } from './loss.js';

/** Absolute error: ℓ = mean over columns of |y − t|. PyTorch's L1Loss. */
export const mae = {
  options: z.strictObject({}),
  targets: 'numbers',
  targetRange: [-Infinity, Infinity],
  predictions: () => [-Infinity, Infinity],
  activation: 'identity',
  quantile: () => 0.5,

  term: (y, t) => Math.abs(y - t),

  // sign(y − t), 0 at 0
  dy: (y, t, s) => s * Math.sign(y - t),
} satisfies Loss;
