import { adam } from './adam.js';
import type { FullBatchOptimizer, Optimizer } from './optimizer.js';

export const optimizers = { adam } satisfies Record<string, Optimizer | FullBatchOptimizer>;

export type OptimizerName = keyof typeof optimizers;
export type { FullBatchOptimizer, Objective, Optimizer } from './optimizer.js';
