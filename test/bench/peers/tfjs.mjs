// node tfjs.mjs BACKEND: TensorFlow.js (float32), layers of tfjs-layers in a loop of tfjs-core, which is faster than
// model.fit.
import { createRequire } from 'node:module';
import { randomData, serve, shuffled } from './serve.mjs';

const require = createRequire(import.meta.url);
const tf = require('@tensorflow/tfjs-core');
const { layers, sequential } = require('@tensorflow/tfjs-layers');
const [backend] = process.argv.slice(2);
require(`@tensorflow/tfjs-backend-${backend}`);
await tf.setBackend(backend);
await tf.ready();

await serve(tf.version_core, (task) => {
  const data = randomData(task, Float32Array);
  const x = tf.tensor2d(data.x, [task.rows, task.inputs]);
  const y = tf.tidy(() =>
    tf.cast(tf.oneHot(tf.tensor1d(Int32Array.from(data.t), 'int32'), task.classes), 'float32'),
  );
  return (deadline) => train(task, x, y, deadline);
});

function train({ rows, inputs, hidden, activation, classes, batch_size, epochs }, x, y, deadline) {
  const model = sequential();
  const widths = [...hidden, classes];
  widths.forEach((units, i) => {
    const shape = i === 0 ? { inputShape: [inputs] } : {};
    model.add(layers.dense({ units, ...shape, ...(i < hidden.length && { activation }) }));
  });
  const optimizer = tf.train.adam();
  let steps = 0;
  for (let epoch = 0; epoch < epochs && performance.now() < deadline; epoch++) {
    const order = shuffled(rows);
    for (let from = 0; from < rows && performance.now() < deadline; from += batch_size, steps++)
      tf.tidy(() => {
        const batch = tf.tensor1d(order.subarray(from, from + batch_size), 'int32');
        const [xb, yb] = [tf.gather(x, batch), tf.gather(y, batch)];
        optimizer.minimize(() => tf.losses.softmaxCrossEntropy(yb, model.apply(xb, { training: true })));
      });
  }
  model.dispose();
  optimizer.dispose();
  return { steps };
}
