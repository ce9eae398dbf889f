import * as z from '../../zod.js';
import type { Activation } from './activation.js';

const options = z.strictObject({
  alpha: z.number().min(0).default(0.1).describe('slope for x < 0'),
});
type Options = z.infer<typeof options>;

/** y = x for x > 0, else αx; f′(0) = α. Maas, Hannun and Ng 2013. */
export const leakyRelu = {
  options,
  range: [-Infinity, Infinity],
  kinks: [0],
  initializer: 'he_uniform',
  backwardReads: 'y',

  forward(x, y, rows, columns, { alpha }: Options) {
    const n = rows * columns;
    for (let i = 0; i < n; i++) {
      const v = x[i];
      y[i] = v > 0 ? v : alpha * v;
    }
  },

  // dx = dy for y > 0, else α dy: α ≥ 0, so y > 0 just where x > 0
  backward(_x, y, dy, dx, rows, columns, { alpha }: Options) {
    const n = rows * columns;
    for (let i = 0; i < n; i++) dx[i] = y[i] > 0 ? dy[i] : alpha * dy[i];
  },
} satisfies Activation;
