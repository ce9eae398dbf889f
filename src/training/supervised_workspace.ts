import type { Split } from '../data/dataset.js';
import { MlpError } from '../errors.js';
import type { Network } from '../nn/network.js';
import { Batches, batchSizes, largestBatch } from './batches.js';
import { createWorkspace } from './create_workspace.js';
import type { RowSplit, TrainingData } from './data.js';
import { selectRows } from './measuring/select_rows.js';
import { validate } from './measuring/validate.js';
import { createObjective, optimizersOf, partCount } from './objective/index.js';
import { rowWeights } from './objective/row_weights.js';
import { allocateStepMemory } from './optimizer/step_memory.js';
import type { LoopConfig } from './options.js';
import type { LossWeights } from './records.js';
import { monitorOf } from './stopping/monitor.js';
import type { Workspace } from './workspace.js';

/** Workspace to train a network on the rows of a dataset, or some of them, by the objective of the config. */
export function supervisedWorkspace(
  network: Network,
  config: LoopConfig,
  { train, validation, preprocessing }: TrainingData,
  rows: RowSplit = {},
): Workspace {
  const { kernels } = network.layout;
  const { training } = config;
  const { target } = preprocessing;
  const classes = target.kind === 'classes' ? target.classes : [];
  const sizes = batchSizes(training, rows.train?.length ?? train.rows, network);
  requireMemoryFor(network, largestBatch(sizes));
  const batches = new Batches(kernels, train.rows, sizes, rows.train);
  const memory = allocateStepMemory(kernels, partCount(training.objective));
  const weights = rowWeights(train, classes, training.class_weight, rows.train);
  const { order } = batches;
  const objective = createObjective({ network, split: train, weights, order, memory }, training.objective);
  const measured = rows.validation ? selectRows(train, rows.validation) : validation;
  const { metric } = monitorOf(training, measured !== undefined);
  return createWorkspace({
    config,
    objective,
    batches,
    memory,
    optimizers: optimizersOf(config),
    validate: measured && (() => validate(network, measured, preprocessing, metric)),
    lossWeights: lossWeights(config, train, measured),
  });
}

function requireMemoryFor({ x, inputs }: Network, rows: number): void {
  const most = x.length / inputs;
  if (most < rows)
    throw new MlpError('usage', `batches have up to ${rows} rows, and the network has memory for ${most}`);
}

/** Class weights are for training alone; sample weights count wherever there are any. */
function lossWeights({ training }: LoopConfig, train: Split, measured?: Split): LossWeights | undefined {
  const sample = ({ weights }: Split) => (weights ? ['data.weight'] : []);
  const byClass = training.class_weight === undefined ? [] : ['training.class_weight'];
  const keys = {
    train: [...sample(train), ...byClass],
    ...(measured && { validation: sample(measured) }),
  };
  return keys.train.length > 0 || keys.validation?.length ? keys : undefined;
}
