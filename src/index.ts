/**
 * mlp as a library: the functions that the commands call. Everything is typed data in, typed data out; nothing here
 * writes to a terminal or ends the process.
 */
export * from './core.js';
export type { Chunk } from './data/row_encoder.js';
export { encodeStream } from './data/stream.js';
export { decodeSafetensors, encodeSafetensors, type Tensor } from './files/index.js';
export { createJacobian } from './model/jacobian.js';
export { loadModel } from './model/load_model.js';
export { createPredictor, type Predictor } from './model/predictor.js';
export { loadConfig } from './run/load_config.js';
export { trainRun } from './run/train_run.js';
