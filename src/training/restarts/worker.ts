import { createKernels } from '../../kernels/index.js';
import { parentPort, workerData } from '../../platform/thread.js';
import { buildNetwork } from '../build_network.js';
import { batchRows } from '../options.js';
import type { EpochRecord } from '../records.js';
import { runRestart } from '../run_restart.js';
import { createTrainers } from '../trainers.js';
import { type Message, type Order, stops, type WorkerData } from './messages.js';

// The whole of a worker: src/build/workers.mjs makes code.ts of it.

const { config, data, inputs, outputs, backend, stop, ...rest } = workerData as WorkerData;
const { stepsAtOnce, checkpointEvery, wantsStates, epochsAtOnce } = rest;
const port = parentPort!;
const network = buildNetwork(config, inputs, outputs, createKernels(backend, { threads: 1 }));
network.allocate(batchRows(config.training, data.train.rows));
const begin = createTrainers(network, config, data);

const post = (message: Message, ...vectors: readonly Float64Array[]) =>
  port.postMessage(
    message,
    vectors.map(({ buffer }) => buffer as ArrayBuffer),
  );

async function train({ restart, state: from }: Order): Promise<void> {
  const trainer = begin(restart, from);
  let records: EpochRecord[] = [];
  const flush = () => {
    if (records.length > 0) post({ restart, kind: 'epochs', records });
    records = [];
  };
  const summary = await runRestart(trainer, {
    stepsAtOnce,
    checkpointEvery,
    onEpoch(record) {
      records.push(record);
      if (records.length >= epochsAtOnce) flush();
    },
    onCheckpoint() {
      if (!wantsStates) return;
      flush();
      const state = trainer.state();
      post({ restart, kind: 'checkpoint', state }, ...Object.values(state.vectors));
    },
    stop: () => stops[Atomics.load(stop, 0)],
  });
  flush();
  const snapshot = network.snapshot();
  post({ restart, kind: 'end', summary, snapshot }, snapshot);
}

port.on('message', (order: Order) => {
  train(order).catch((error: unknown) => {
    // outside of the promise, so that it ends the worker whatever becomes of rejections
    setImmediate(() => {
      throw error;
    });
  });
});
