/** Loops of the formulas of src/nn, for every backend. */
export const formulas = {
  inputs: ['src/nn', 'src/math'],
  outputs: ['src/kernels/js/loops.ts', 'src/kernels/loop_table.ts', 'src/kernels/wasm/assembly/loops.ts'],
  // loaded, and so run, where there is something to do
  make: () => import('./generate.mjs'),
};
