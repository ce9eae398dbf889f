import { exp } from '../../math/index.js';
import * as z from '../../zod.js';
import { rowMax, rowSum } from '../row_functions.js';
import type { RowwiseActivation } from './activation.js';

/** yⱼ = e^xⱼ / Σₖ e^xₖ over the columns of a row, with the row's maximum taken off x first so that nothing overflows. */
export const softmax = {
  options: z.strictObject({}),
  range: [0, 1],
  rowwise: true,
  kinks: [],
  initializer: 'fan_in_uniform',

  y(x) {
    const e = exp(x - rowMax(x));
    return e / rowSum(e);
  },

  // dx = y ∘ (dy − Σ dy ∘ y), the Jacobian diag(y) − y yᵀ without forming it
  dx: (y, dy) => y * (dy - rowSum(dy * y)),
} satisfies RowwiseActivation;
