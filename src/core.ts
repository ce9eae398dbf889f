/**
 * mlp without files and without Node, for a page in a browser: networks, kernels, formulas, mathematics, and training
 * on data in memory, arrays or the bytes of CSV. Nothing that it imports is Node's own (test/laws/no_node.test.ts);
 * index.ts has the same and more for programs on Node.
 */
export { type Config, configJsonSchema, type NamedConfig, parseConfig } from './config/index.js';
export { proposeFor } from './config/init/propose_for.js';
export { type ArraySplit, type Arrays, type ArrayTarget, datasetFromArrays } from './data/arrays.js';
export type { Dataset, Split } from './data/dataset.js';
export { loadDataset } from './data/load.js';
export type { Preprocessing, Task } from './data/preprocessing/index.js';
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
export type { TrainResult, TrainState } from './jobs/restarts/state.js';
export { type TrainCallbacks, type TrainOptions, train } from './jobs/restarts/train.js';
export { backends, type Kernels } from './kernels/index.js';
export * as math from './math/index.js';
export { decodeModel, encodeModel, type Model, restoreNetwork } from './model/model.js';
export type { EncodedInput, Inputs } from './nn/encoders/index.js';
export { type GradcheckOptions, type GradcheckResult, gradcheck } from './nn/gradcheck/gradcheck.js';
export { type Trace, type TracedModule, trace } from './nn/graph/trace/index.js';
export { Network, type NetworkConfig } from './nn/network.js';
export { random } from './random.js';
export { type FitOptions, type Fitted, fit } from './run/fit.js';
export { type FinalMetrics, finalMetrics, historyText, metricsText, modelBytes } from './run/run_files.js';
export { buildNetwork } from './training/build_network.js';
export { checkGradients } from './training/checking/check_gradients.js';
export { evaluate, type Report } from './training/measuring/evaluate.js';
export { evaluationPass } from './training/passes.js';
export { prepare } from './training/prepare.js';
export { type Prepared, prepareDataset, type ResolvedConfig } from './training/prepare_dataset.js';
