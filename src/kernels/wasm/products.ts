import type { Products } from '../kernels.js';
import type { Exports } from './engine.js';

export const products = (wasm: Exports): Products => ({
  affine: (x, w, b, y, rows, inputs, outputs) =>
    void wasm.affine(x.byteOffset, w.byteOffset, b?.byteOffset ?? 0, y.byteOffset, rows, inputs, outputs),

  matmul: (a, b, c, m, k, n, accumulate) =>
    void wasm.matmul(a.byteOffset, b.byteOffset, c.byteOffset, m, k, n, accumulate ? 1 : 0),

  matmulTransposed: (a, b, c, m, k, n, accumulate) =>
    void wasm.matmulTransposed(a.byteOffset, b.byteOffset, c.byteOffset, m, k, n, accumulate ? 1 : 0, m),

  columnSums: (x, sums, rows, columns) =>
    void wasm.columnSums(x.byteOffset, sums.byteOffset, rows, columns, columns),

  add: (a, b, c, n) => void wasm.add(a.byteOffset, b.byteOffset, c.byteOffset, n),

  multiply: (a, b, c, n) => void wasm.multiply(a.byteOffset, b.byteOffset, c.byteOffset, n),

  copy: (a, b, n) => void wasm.copy(a.byteOffset, b.byteOffset, n),

  fill: (x, n, value) => void wasm.fill(x.byteOffset, n, value),
});
