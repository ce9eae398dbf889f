import * as z from '../../zod.js';
import type { Loss } from './loss.js';

const options = z.strictObject({
  delta: z
    .number()
    .positive()
    .default(1)
    .describe(
      'error from which on the loss grows linearly, in the unit of the target as data.target_scale leaves it',
    ),
});
type Options = z.infer<typeof options>;

/** ℓ = mean over columns of ½e² for |e| ≤ δ, else δ(|e| − ½δ), with e = y − t. Huber 1964; PyTorch's HuberLoss. */
export const huber = {
  options,
  targets: 'numbers',
  targetRange: [-Infinity, Infinity],
  predictions: () => [-Infinity, Infinity],
  activation: 'identity',

  term(y, t, { delta }: Options) {
    const e = Math.abs(y - t);
    return e <= delta ? 0.5 * e * e : delta * (e - 0.5 * delta);
  },

  // e held within ±δ
  dy: (y, t, s, { delta }: Options) => s * Math.max(-delta, Math.min(delta, y - t)),
} satisfies Loss;
