import * as z from '../../zod.js';
import type { RowwiseActivation } from './activation.js';

/**
 * yⱼ = e^xⱼ / Σₖ e^xₖ over the columns of a row, with the row's maximum taken off x first so that nothing overflows.
 * Its loops are in src/kernels/js/softmax.ts, and beside them in the other backends.
 */
export const softmax = {
  options: z.strictObject({}),
  range: [0, 1],
  rowwise: true,
  kinks: [],
  initializer: 'glorot_uniform',
} satisfies RowwiseActivation;
