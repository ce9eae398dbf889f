import { adadelta } from './adadelta.js';
import { adagrad } from './adagrad.js';
import { adam } from './adam.js';
import { adamax } from './adamax.js';
import { adamw } from './adamw.js';
import { lbfgs } from './lbfgs.js';
import { lion } from './lion.js';
import { nadam } from './nadam.js';
import type { FullBatchOptimizer, Optimizer } from './optimizer.js';
import { rmsprop } from './rmsprop.js';
import { rprop } from './rprop.js';
import { sgd } from './sgd.js';

export const optimizers = {
  sgd,
  rmsprop,
  adagrad,
  adadelta,
  adam,
  adamw,
  adamax,
  nadam,
  rprop,
  lbfgs,
  lion,
} satisfies Record<string, Optimizer | FullBatchOptimizer>;

export type OptimizerName = keyof typeof optimizers;
export { clipNorm, clipValue } from './clip.js';
export { type Decay, decayOptions, decayStretches } from './decay.js';
export type { Corrections, FullBatchLoss, FullBatchOptimizer, Optimizer } from './optimizer.js';
export { allocateState, COEFFICIENTS, correctionNames, stateNames } from './optimizer.js';
