import { loadLibrary } from '../../src/kernels/blas/library.js';

/** Whether this machine has a BLAS library. */
export const hasLibrary = (() => {
  try {
    loadLibrary();
    return true;
  } catch {
    return false;
  }
})();
