import { exp } from '../../math/index.js';
import { expm1UpTo56 } from '../../math/partial.js';
import * as z from '../../zod.js';
import type { ElementwiseActivation } from './activation.js';

const options = z.strictObject({
  alpha: z.number().positive().default(1).describe('value that −y approaches for x → −∞'),
});
type Options = z.infer<typeof options>;

/** y = x for x > 0, else α(eˣ − 1); f′(0) = α. Clevert, Unterthiner and Hochreiter 2016. */
export const elu = {
  options,
  range: [-Infinity, Infinity],
  kinks: [0],
  initializer: 'fan_in_uniform',

  y: (x, { alpha }: Options) => (x > 0 ? x : alpha * expm1UpTo56(x)),

  // dx = dy for x > 0, else α eˣ dy; (y + α) dy would cancel for large −x
  dx: (x, dy, { alpha }: Options) => (x > 0 ? dy : alpha * exp(x) * dy),
} satisfies ElementwiseActivation;
