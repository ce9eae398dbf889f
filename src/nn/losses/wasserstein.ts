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
} satisfies Loss;
