export * from './activations';
export * from './losses';
export * from './optimizers';
export { affine, matmul, matmulTransposed, scratchBytes, useScratch } from './products';
export { columnSums } from './sums';
