export * from './activations';
export * from './batches';
export * from './losses';
export * from './optimizers';
export { affine, matmul, matmulTransposed, scratchBytes, useScratch } from './products';
export { hasParts, run, runShared, serve, useSeries } from './program';
export { softmax, softmaxBackward } from './softmax';
export { columnSums } from './sums';
