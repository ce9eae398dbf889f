import { optimizers } from '../nn/optimizers/index.js';
import type { Batches } from './batches.js';
import { step } from './loop.js';
import type { Validation } from './measuring/validate.js';
import type { Objective } from './objective/objective.js';
import { FullBatchSteps } from './optimizer/full_batch_steps.js';
import { RecordedSteps } from './optimizer/recorded_steps.js';
import type { StepMemory } from './optimizer/step_memory.js';
import type { Steps } from './optimizer/steps.js';
import { Updater } from './optimizer/updater.js';
import type { LoopConfig, OptimizerConfig } from './options.js';
import type { LossWeights } from './records.js';
import { KeptWeights } from './stopping/kept_weights.js';
import { monitorOf } from './stopping/monitor.js';
import type { Workspace } from './workspace.js';

/** Parts that a workspace is put together from. */
export interface WorkspaceOptions {
  readonly config: LoopConfig;
  readonly objective: Objective;
  readonly batches: Batches;
  /** Inputs and outputs of the steps, where the objective finds its batches and leaves its sums. */
  readonly memory: StepMemory;
  /** The optimizer of each part of the objective; where they are left out, all have that of the config. */
  readonly optimizers?: readonly OptimizerConfig[];
  readonly validate?: () => Validation;
  readonly lossWeights?: LossWeights;
}

/** A workspace for an objective, whose networks have their memory. */
export function createWorkspace(options: WorkspaceOptions): Workspace {
  const { config, objective, batches, validate, lossWeights } = options;
  const restores = config.training.restore_best ?? validate !== undefined;
  return {
    config,
    objective,
    batches,
    steps: stepsOf(options),
    monitor: monitorOf(config.training, validate !== undefined),
    best: restores ? new KeptWeights(objective) : null,
    lastGood: new KeptWeights(objective),
    validate,
    lossWeights,
  };
}

function stepsOf({ config, objective, memory, optimizers: each }: WorkspaceOptions): Steps {
  const { training } = config;
  const optionsOf = (part: number) => each?.[part] ?? config.optimizer;
  if ('iterate' in optimizers[optionsOf(0).type])
    return new FullBatchSteps(objective, optionsOf(0), training, memory);
  const updaters = objective.parts.map(
    ({ network }, i) => new Updater(network, optionsOf(i), training, memory.coefficients[i]),
  );
  return new RecordedSteps(objective, updaters, memory, step);
}
