/**
 * mlp as a library: what the commands are made of. Everything is typed data in, typed data out; nothing here writes to a
 * terminal or ends the process.
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
export { backends, type Kernels } from './kernels/index.js';
export { createJacobian } from './model/jacobian.js';
export { decodeModel, encodeModel, loadModel, type Model, restoreNetwork } from './model/model.js';
export { createPredictor, type Predictor } from './model/predictor.js';
export { type GradcheckOptions, type GradcheckResult, gradcheck } from './nn/gradcheck.js';
export { type Trace, type TracedModule, trace } from './nn/graph/trace/index.js';
export { Network, type NetworkConfig } from './nn/network.js';
export { random } from './random.js';
export { loadConfig } from './run/load_config.js';
export { type FinalMetrics, trainRun } from './run/train_run.js';
export { buildNetwork } from './training/build_network.js';
export { checkGradients } from './training/check_gradients.js';
export { evaluate, type Report } from './training/evaluate.js';
export type { TrainCallbacks, TrainResult, TrainState } from './training/ledger.js';
export { evaluationPass } from './training/predictions.js';
export { type Prepared, prepare, prepareDataset, type ResolvedConfig } from './training/prepare.js';
export { type TrainOptions, train } from './training/train.js';
