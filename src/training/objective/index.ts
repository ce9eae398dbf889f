import { isAdversarial, type ObjectiveConfig, type ObjectiveName } from '../../config/objective.js';
import type { Split } from '../../data/dataset.js';
import type { Network } from '../../nn/network.js';
import type { StepMemory } from '../optimizer/step_memory.js';
import type { LoopConfig, OptimizerConfig } from '../options.js';
import { Adversarial } from './adversarial.js';
import type { Objective } from './objective.js';
import { SkipGram } from './skip_gram.js';
import { Supervised } from './supervised.js';
import { Variational } from './variational.js';

/** Numbers that an objective of one network on the rows of a split is made of. */
export interface ObjectiveData {
  readonly network: Network;
  readonly split: Split;
  /** Weights of all rows of the split, null where all are 1: see rowWeights. */
  readonly weights: Float64Array | null;
  /** Rows of the batches. */
  readonly order: Float64Array;
  readonly memory: StepMemory;
}

/** Objectives by their names in training.objective. */
const objectives: {
  readonly [Name in ObjectiveName]: (
    data: ObjectiveData,
    config: Extract<ObjectiveConfig, { type: Name }>,
  ) => Objective;
} = {
  gan: (data, config) => new Adversarial(data, config),
  skip_gram: ({ network, split, weights, order, memory }, config) =>
    new SkipGram(network, split, weights, order, memory, config),
  vae: ({ network, split, weights, order, memory }, { warmup_epochs }) =>
    new Variational(warmup_epochs, network, split, weights, order, memory),
};

/** Number of networks that the objective of a config trains: see Objective. */
export const partCount = (config: ObjectiveConfig | undefined): number => (isAdversarial(config) ? 2 : 1);

/** The optimizer of each part of the objective of a config. */
export const optimizersOf = ({
  optimizer,
  training: { objective },
}: LoopConfig): readonly OptimizerConfig[] =>
  isAdversarial(objective) ? [objective.optimizer ?? optimizer, optimizer] : [optimizer];

/** Creates the objective of a config; without one, that of supervised learning. */
export function createObjective(data: ObjectiveData, config: ObjectiveConfig | undefined): Objective {
  const { network, split, weights, order, memory } = data;
  if (config === undefined) return new Supervised(network, split, weights, order, memory);
  return objectives[config.type](data, config as never);
}
