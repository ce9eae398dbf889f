// ml-fnn has gradient descent on all rows at once, and tanh whatever is asked for (5.0.0 looks names up in a way that
// finds none). Here its own propagate and backpropagation take mini-batches: the same products, but fewer operations a
// weight than Adam has.
import { createRequire } from 'node:module';
import { randomData, serve, shuffled } from './serve.mjs';

const require = createRequire(import.meta.url);
const FeedForwardNeuralNetworks = require('ml-fnn');
const { Matrix } = require('ml-matrix');

await serve(require('ml-fnn/package.json').version, (task) => {
  const data = randomData(task);
  const x = Matrix.from1DArray(task.rows, task.inputs, data.x);
  return (deadline) => train(task, x, data.t, deadline);
});

function train({ rows, inputs, hidden, classes, batch_size, epochs }, x, t, deadline) {
  const network = new FeedForwardNeuralNetworks({ hiddenLayers: hidden, learningRate: 1e-6 });
  network.buildNetwork(inputs, classes);
  network.dicts = { inputs: Array.from({ length: classes }, (_, i) => i) };
  const columns = Array.from({ length: inputs }, (_, i) => i);
  let steps = 0;
  for (let epoch = 0; epoch < epochs && performance.now() < deadline; epoch++) {
    const order = Array.from(shuffled(rows));
    for (let from = 0; from < rows && performance.now() < deadline; from += batch_size, steps++) {
      const batch = order.slice(from, from + batch_size);
      const features = x.selection(batch, columns);
      const labels = batch.map((row) => t[row]);
      network.backpropagation(features, labels, network.propagate(features));
    }
  }
  return { steps };
}
