import { exp, expm1 } from '../../math/index.js';
import * as z from '../../zod.js';
import type { Activation } from './activation.js';

const options = z.strictObject({
  alpha: z.number().positive().default(1).describe('value that −y approaches for x → −∞'),
});
type Options = z.infer<typeof options>;

/** y = x for x > 0, else α(eˣ − 1); f′(0) = α. Clevert, Unterthiner and Hochreiter 2016. */
export const elu = {
  options,
  range: [-Infinity, Infinity],
  kinks: [0],
  initializer: 'he_uniform',
  backwardReads: 'x',

  forward(x, y, rows, columns, { alpha }: Options) {
    const n = rows * columns;
    for (let i = 0; i < n; i++) {
      const v = x[i];
      y[i] = v > 0 ? v : alpha * expm1(v);
    }
  },

  // dx = dy for x > 0, else α eˣ dy; (y + α) dy would cancel for large −x
  backward(x, _y, dy, dx, rows, columns, { alpha }: Options) {
    const n = rows * columns;
    for (let i = 0; i < n; i++) {
      const v = x[i];
      dx[i] = v > 0 ? dy[i] : alpha * exp(v) * dy[i];
    }
  },
} satisfies Activation;
