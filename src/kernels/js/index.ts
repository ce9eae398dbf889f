import type { Kernels } from '../kernels.js';
import { accumulateProduct } from './matmul.js';

/** The plain TypeScript backend: the reference for the bits of every other, and the fallback. */
export const jsKernels: Kernels = {
  name: 'js',

  allocate: (length) => new Float64Array(length),

  affine(x, w, b, y, rows, inputs, outputs) {
    if (b === null) y.fill(0, 0, rows * outputs);
    else
      for (let i = 0, k = 0; i < rows; i++) {
        for (let j = 0; j < outputs; j++, k++) y[k] = b[j];
      }
    accumulateProduct(x, inputs, 1, w, 1, inputs, y, rows, inputs, outputs);
  },

  matmul(a, b, c, m, k, n, accumulate) {
    if (!accumulate) c.fill(0, 0, m * n);
    accumulateProduct(a, k, 1, b, n, 1, c, m, k, n);
  },

  matmulTransposed(a, b, c, m, k, n, accumulate) {
    if (!accumulate) c.fill(0, 0, m * n);
    accumulateProduct(a, 1, m, b, n, 1, c, m, k, n);
  },

  columnSums(x, sums, rows, columns) {
    sums.fill(0, 0, columns);
    for (let i = 0, k = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++, k++) sums[j] += x[k];
    }
  },

  twin: (_kind, _name, loops) => loops,
};
