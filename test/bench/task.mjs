import {
  backends,
  buildNetwork,
  datasetFromArrays,
  parseConfig,
  prepareDataset,
  train,
} from '../../dist/index.js';
import { randomData } from './peers/serve.mjs';

/** What mlp trains for a task, by the built library: config and data, which are in memory from then on. */
export function prepareTask(task) {
  const { inputs, hidden, activation, classes, batch_size, epochs } = task;
  const dataset = datasetFromArrays({
    train: randomData(task),
    inputs,
    target: { kind: 'classes', classes: Array.from({ length: classes }, (_, i) => `c${i}`) },
  });
  const config = parseConfig({
    data: { train: '-' },
    layers: hidden.map((units) => ({ type: 'dense', units, activation })),
    head: { loss: 'cross_entropy' },
    optimizer: 'adam',
    training: { epochs, batch_size },
  });
  return prepareDataset({ ...config, name: 'bench' }, dataset);
}

/** Builds the network and trains it. */
export async function trainTask({ config, dataset, inputs, outputs }, kernels, callbacks) {
  const network = buildNetwork(config, inputs, outputs, kernels);
  network.allocate(Math.min(config.training.batch_size, dataset.train.rows));
  return train(network, config, dataset, { callbacks });
}

export { backends };
