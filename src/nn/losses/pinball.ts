import * as z from '../../zod.js';
import type { Loss } from './loss.js';

const options = z.strictObject({
  tau: z.number().gt(0).lt(1).default(0.5).describe('the quantile to predict; 0.5 is the median'),
});
type Options = z.infer<typeof options>;

/**
 * ℓ = mean over columns of max(τ e, (τ − 1) e), with e = t − y: y learns the τ-quantile of t. Koenker and Bassett 1978.
 */
export const pinball = {
  options,
  targets: 'numbers',
  targetRange: [-Infinity, Infinity],
  predictions: () => [-Infinity, Infinity],
  activation: 'identity',
  quantile: ({ tau }: Options) => tau,

  term(y, t, { tau }: Options) {
    const e = t - y;
    return Math.max(tau * e, (tau - 1) * e);
  },

  // −τ for y < t, 1 − τ for y > t, 0 at 0
  dy(y, t, s, { tau }: Options) {
    const e = t - y;
    return s * (e > 0 ? -tau : e < 0 ? 1 - tau : 0 * e);
  },
} satisfies Loss;
