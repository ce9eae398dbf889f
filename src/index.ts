/**
 * mlp as a library: the functions that the commands call. Everything is typed data in, typed data out; nothing here
 * writes to a terminal or ends the process.
 */
export { type Config, configJsonSchema, type NamedConfig, parseConfig } from './config/index.js';
export { type ArraySplit, type Arrays, type ArrayTarget, datasetFromArrays } from './data/arrays.js';
export type { Dataset, Split } from './data/dataset.js';
export { loadDataset } from './data/load.js';
export type { Preprocessing, Task } from './data/preprocessing/index.js';
export { type Chunk, encodeStream } from './data/stream.js';
export { exitCodes, type Failure, MlpError } from './errors.js';
export {
  compile as compileExpression,
  differentiate,
  type Expression,
  format as formatExpression,
  type GradientOptions,
  type GradientReport,
  parse as parseExpression,
  reportGradient,
  simplify,
  variables as expressionVariables,
} from './expression/index.js';
export { decodeSafetensors, encodeSafetensors, type Tensor } from './files/index.js';
export type { TrainResult, TrainState } from './jobs/restarts/state.js';
export { type TrainCallbacks, type TrainOptions, train } from './jobs/restarts/train.js';
export { backends, type Kernels } from './kernels/index.js';
export { createJacobian } from './model/jacobian.js';
export { decodeModel, encodeModel, loadModel, type Model, restoreNetwork } from './model/model.js';
export { createPredictor, type Predictor } from './model/predictor.js';
export { type GradcheckOptions, type GradcheckResult, gradcheck } from './nn/gradcheck.js';
export { type Trace, type TracedModule, trace } from './nn/graph/trace/index.js';
export { Network, type NetworkConfig } from './nn/network.js';
export { random } from './random.js';
export { type FitOptions, type Fitted, fit } from './run/fit.js';
export { loadConfig } from './run/load_config.js';
export { trainRun } from './run/train_run.js';
export type { FinalMetrics } from './run/write_run.js';
export { buildNetwork } from './training/build_network.js';
export { checkGradients } from './training/checking/check_gradients.js';
export { evaluate, type Report } from './training/measuring/evaluate.js';
export { evaluationPass } from './training/passes.js';
export { type Prepared, prepare, prepareDataset, type ResolvedConfig } from './training/prepare.js';
