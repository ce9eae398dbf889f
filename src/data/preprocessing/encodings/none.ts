import * as z from '../../../zod.js';
import type { Fill, NumberEncoding } from './encoding.js';

/** A number as it is scaled: one column of x. */
export const none = {
  of: 'number',
  options: z.strictObject({}),
  stored: z.strictObject({}),
  fit: () => ({ type: 'none' as const }),
  names: (name) => [name],
  scalings: (scaling) => [scaling],
  fill: () => fillAsIs,
} satisfies NumberEncoding;

/** Fills in the number as it is scaled. */
export const fillAsIs: Fill = (x, at, value) => {
  x[at] = value;
};
