export * from './activations';
export * from './losses';
export * from './optimizers';
export { affine, matmul, matmulTransposed, scratchBytes, useScratch } from './products';
export { softmax, softmaxBackward } from './softmax';
export { columnSums } from './sums';
