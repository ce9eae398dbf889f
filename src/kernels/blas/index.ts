import type { Kernels } from '../kernels.js';
import { AS_IT_IS, loadLibrary, ROW_MAJOR, TRANSPOSED } from './library.js';

/**
 * Multiply-adds from which on the library is faster. A call takes 0.2 µs more than one of WebAssembly: 12 × 12 × 12
 * takes 0.4 µs by both, 16 × 16 × 16 0.6 and 0.36 (best of many, OpenBLAS 0.3.21, AMD EPYC).
 */
const LEAST = 2048;

export interface BlasOptions {
  /** Number of threads of the library; the library's choice where it is left out. */
  readonly threads?: number;
  /** Name or path of the library; the usual ones are tried where it is left out. */
  readonly library?: string;
  /**
   * Products of fewer multiply-adds are left to the other backend; at least 1, as a library need not take empty
   * matrices.
   */
  readonly least?: number;
  /** Receives warnings for the user. */
  readonly warn?: (message: string) => void;
}

/**
 * The backend whose larger matrix products are the system's BLAS library's (OpenBLAS, MKL, Accelerate); all else,
 * memory too, is `base`'s. The library adds in an order of its own, with fused multiply-adds: the last bits of a
 * product depend on the library, the machine, the number of threads, and on the shape, so that a row may have other
 * bits in another batch.
 *
 * @throws MlpError where there is no such library, or no koffi to call it with.
 */
export function createBlasKernels(
  base: Kernels,
  { threads, library, least = LEAST, warn }: BlasOptions = {},
): Kernels {
  const { name, dgemm, setThreads } = loadLibrary(library);
  warn?.(
    `matrix products by ${name}: their last bits may differ between machines, libraries and numbers of threads`,
  );
  if (threads !== undefined) {
    if (setThreads) setThreads(threads);
    else warn?.(`--threads ${threads}: ${name} has a setting of its own for its threads`);
  }
  const isSmall = (m: number, k: number, n: number) => m * k * n < least;
  return {
    ...base,
    name: 'blas',

    affine(x, w, b, y, rows, inputs, outputs) {
      if (isSmall(rows, inputs, outputs)) return base.affine(x, w, b, y, rows, inputs, outputs);
      // b in each row: the product of no inputs
      if (b !== null) base.affine(x, w, b, y, rows, 0, outputs);
      const beta = b === null ? 0 : 1;
      base.runInJs([x, w], [y], (from, weights, to) =>
        dgemm(
          ROW_MAJOR,
          AS_IT_IS,
          TRANSPOSED,
          rows,
          outputs,
          inputs,
          1,
          from,
          inputs,
          weights,
          inputs,
          beta,
          to,
          outputs,
        ),
      );
    },

    matmul(a, b, c, m, k, n) {
      if (isSmall(m, k, n)) return base.matmul(a, b, c, m, k, n);
      base.runInJs([a, b], [c], (left, right, to) =>
        dgemm(ROW_MAJOR, AS_IT_IS, AS_IT_IS, m, n, k, 1, left, k, right, n, 0, to, n),
      );
    },

    matmulTransposed(a, b, c, m, k, n) {
      if (isSmall(m, k, n)) return base.matmulTransposed(a, b, c, m, k, n);
      base.runInJs([a, b], [c], (left, right, to) =>
        dgemm(ROW_MAJOR, TRANSPOSED, AS_IT_IS, m, n, k, 1, left, m, right, n, 0, to, n),
      );
    },
  };
}
