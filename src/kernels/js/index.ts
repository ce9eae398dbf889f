import type { Kernels } from '../kernels.js';
import { compiledLoop } from '../loops.js';
import { batches } from './batches.js';
import { loops } from './loops.js';
import { accumulateProduct } from './matmul.js';
import { recording } from './recording.js';
import { rowwise } from './rowwise.js';

const functions: Readonly<Record<string, (...values: never[]) => void>> = { ...loops, ...rowwise };

/** The plain TypeScript backend: the reference for the bits of every other, and the fallback. */
export const jsKernels: Kernels = {
  name: 'js',

  allocate: (length) => new Float64Array(length),

  allocateData: (length) => new Float64Array(length),

  own: (vector) => vector,

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

  add(a, b, c, n) {
    for (let i = 0; i < n; i++) c[i] = a[i] + b[i];
  },

  multiply(a, b, c, n) {
    for (let i = 0; i < n; i++) c[i] = a[i] * b[i];
  },

  copy(a, b, n) {
    for (let i = 0; i < n; i++) b[i] = a[i];
  },

  fill: (x, n, value) => void x.fill(value, 0, n),

  ...batches,
  ...recording,

  loop: (name) => compiledLoop(name, (fn, values) => functions[fn](...(values as never[]))),
};
