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
import { KeptWeights } from './stopping/kept_weights.js';
import { type Monitor, monitorOf } from './stopping/monitor.js';

/**
 * Workspace of training: all that it works on, claimed once, as memory is not given back. One run after another may use
 * it.
 */
export interface Workspace {
  readonly config: LoopConfig;
  readonly objective: Objective;
  readonly batches: Batches;
  readonly steps: Steps;
  readonly monitor: Monitor;
  /** The best weights so far; null where the last are to be kept. */
  readonly best: KeptWeights | null;
  /** The weights at the end of the last epoch in which every number was finite. */
  readonly lastGood: KeptWeights;
  /** Measures the weights as they are; undefined where there are no rows for it. */
  readonly validate: (() => Validation) | undefined;
}

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
}

/** A workspace for an objective, whose networks have their memory. */
export function createWorkspace(options: WorkspaceOptions): Workspace {
  const { config, objective, batches, validate } = options;
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
