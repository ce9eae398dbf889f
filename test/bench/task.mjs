import {
  backends,
  buildNetwork,
  datasetFromArrays,
  parseConfig,
  prepareDataset,
  train,
} from '../../dist/index.js';
import { randomData } from './peers/serve.mjs';

/**
 * Prepares a task for the built library: config and data, which are in memory from then on, and in the backend's as
 * `mlp train` has them.
 */
export function prepareTask(task, kernels) {
  const { inputs, hidden, activation, classes, batch_size, epochs, ensemble } = task;
  const { x, t } = randomData(task);
  const dataset = datasetFromArrays({
    train: { x: copied(x, kernels), t: copied(t, kernels) },
    inputs,
    target: { kind: 'classes', classes: Array.from({ length: classes }, (_, i) => `c${i}`) },
  });
  const config = parseConfig({
    data: { train: '-' },
    layers: hidden.map((units) => ({ type: 'dense', units, activation })),
    head: { loss: 'cross_entropy' },
    optimizer: 'adam',
    ...(ensemble && { ensemble }),
    training: { epochs, batch_size },
  });
  return { ...prepareDataset({ ...config, name: 'bench' }, dataset), kernels };
}

function copied(vector, kernels) {
  const copy = kernels.allocateData(vector.length);
  copy.set(vector);
  return copy;
}

/** Builds the network, in memory beside the data which it keeps, and trains it. */
export async function trainTask({ config, dataset, inputs, outputs, kernels }, callbacks) {
  const network = buildNetwork(config, inputs, outputs, kernels);
  network.allocate(Math.min(config.training.batch_size, dataset.train.rows));
  return train(network, config, dataset, { callbacks });
}

export { backends };
