export * from './batches';
export * from './encodings';
export * from './loops';
export * from './masks';
export * from './members';
export { affine, matmul, matmulTransposed, scratchBytes, useScratch } from './products';
export { hasParts, run, runShared, serve, useSeries } from './program';
export * from './rowwise';
export * from './sums';
