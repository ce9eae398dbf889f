import type { Split } from '../data/dataset.js';
import type { Network } from '../nn/network.js';
import { Batches } from './batches.js';
import { createWorkspace } from './create_workspace.js';
import type { RowSplit, TrainingData } from './data.js';
import { selectRows } from './measuring/select_rows.js';
import { validate } from './measuring/validate.js';
import { rowWeights } from './objective/row_weights.js';
import { Supervised } from './objective/supervised.js';
import { allocateStepMemory } from './optimizer/step_memory.js';
import { batchRows, type LoopConfig } from './options.js';
import type { LossWeights } from './records.js';
import { monitorOf } from './stopping/monitor.js';
import type { Workspace } from './workspace.js';

/** Workspace to train a network to predict the targets of a dataset, or of some of its rows. */
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
  const size = batchRows(training, rows.train?.length ?? train.rows);
  const batches = new Batches(kernels, train.rows, size, rows.train);
  const memory = allocateStepMemory(kernels, 1);
  const weights = rowWeights(train, classes, training.class_weight, rows.train);
  const objective = new Supervised(network, train, weights, batches.order, memory);
  const measured = rows.validation ? selectRows(train, rows.validation) : validation;
  const { metric } = monitorOf(training, measured !== undefined);
  return createWorkspace({
    config,
    objective,
    batches,
    memory,
    validate: measured && (() => validate(network, measured, preprocessing, metric)),
    lossWeights: lossWeights(config, train, measured),
  });
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
