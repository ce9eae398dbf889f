/**
 * mlp as a library: the functions that the commands call. Everything is typed data in, typed data out; nothing here
 * writes to a terminal or ends the process.
 */
export * from './core.js';
export { loadDataset } from './data/load.js';
export type { Chunk } from './data/row_encoder.js';
export { encodeStream } from './data/stream.js';
export { decodeSafetensors, encodeSafetensors, type Tensor } from './files/index.js';
export { createJacobian } from './model/jacobian.js';
export { decodeModel, encodeModel, loadModel, type Model, restoreNetwork } from './model/model.js';
export { createPredictor, type Predictor } from './model/predictor.js';
export { type FitOptions, type Fitted, fit } from './run/fit.js';
export { loadConfig } from './run/load_config.js';
export { trainRun } from './run/train_run.js';
export type { FinalMetrics } from './run/write_run.js';
export { prepare } from './training/prepare.js';
