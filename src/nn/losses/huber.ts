import * as z from '../../zod.js';
import type { Loss } from './loss.js';

const options = z.strictObject({
  delta: z.number().positive().default(1).describe('error from which on the loss grows linearly'),
});
type Options = z.infer<typeof options>;

/** ℓ = mean over columns of ½e² for |e| ≤ δ, else δ(|e| − ½δ), with e = y − t. Huber 1964; PyTorch's HuberLoss. */
export const huber = {
  options,
  targets: 'numbers',
  targetRange: [-Infinity, Infinity],
  predictions: () => [-Infinity, Infinity],
  activation: 'identity',

  forward(y, t, losses, rows, columns, { delta }: Options) {
    for (let i = 0, k = 0; i < rows; i++) {
      let sum = 0;
      for (let j = 0; j < columns; j++, k++) {
        const e = Math.abs(y[k] - t[k]);
        sum += e <= delta ? 0.5 * e * e : delta * (e - 0.5 * delta);
      }
      losses[i] = sum / columns;
    }
  },

  // dy = e held within ±δ, / columns
  backward(y, t, scale, dy, rows, columns, { delta }: Options) {
    for (let i = 0, k = 0; i < rows; i++) {
      const s = scale[i] / columns;
      for (let j = 0; j < columns; j++, k++) dy[k] = s * Math.max(-delta, Math.min(delta, y[k] - t[k]));
    }
  },
} satisfies Loss;
