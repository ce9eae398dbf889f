import type { Kernels } from '../../src/kernels/index.js';

/** A backend that does each call of a kernel or of a compiled loop as a program of its own. */
export function recorded(kernels: Kernels): Kernels {
  const once = <Function extends (...values: never[]) => void>(fn: Function): Function =>
    ((...values: never[]) => kernels.record(() => fn(...values)).run()) as Function;
  return {
    ...kernels,
    affine: once(kernels.affine),
    matmul: once(kernels.matmul),
    matmulTransposed: once(kernels.matmulTransposed),
    add: once(kernels.add),
    multiply: once(kernels.multiply),
    copy: once(kernels.copy),
    fill: once(kernels.fill),
    gather: once(kernels.gather),
    gatherOneHot: once(kernels.gatherOneHot),
    weightedSum: once(kernels.weightedSum),
    loop: (name, options) => once(kernels.loop(name, options)),
  };
}
