import { parentPort, workerData } from '../platform/thread.js';
import { trainingLoop } from '../training/loop.js';
import type { EpochRecord } from '../training/records.js';
import { saveRun } from '../training/saved_run.js';
import { JobStarter, kernelsFor } from './job_starter.js';
import { type Message, type Order, stops, type WorkerData } from './messages.js';

// The whole of a worker: src/build/workers.mjs makes code.ts of it.

const { jobs, backend, stop, stepsAtOnce, checkpointEvery, wantsStates } = workerData as WorkerData;
const port = parentPort!;
const starter = new JobStarter(kernelsFor(backend, 1));

const post = (message: Message, vectors: readonly Float64Array[] = []) =>
  port.postMessage(
    message,
    vectors.map(({ buffer }) => buffer as ArrayBuffer),
  );

async function run({ job, added = jobs[job], state, until = Infinity, epochsAtOnce }: Order): Promise<void> {
  const { network, workspace, run } = starter.begin({ ...added, state });
  let records: EpochRecord[] = [];
  const flush = () => {
    if (records.length > 0) post({ job, kind: 'epochs', records });
    records = [];
  };
  const outcome = await trainingLoop(workspace, run, {
    stepsAtOnce,
    checkpointEvery,
    onEpoch(record) {
      records.push(record);
      if (records.length >= epochsAtOnce) flush();
    },
    onCheckpoint() {
      if (!wantsStates) return;
      flush();
      const saved = saveRun(workspace, run);
      post({ job, kind: 'checkpoint', state: saved }, Object.values(saved.vectors));
    },
    stop: () => (run.epoch >= until ? 'interrupted' : stops[Atomics.load(stop, 0)]),
  });
  flush();
  const weights = network.snapshot();
  post({ job, kind: 'end', outcome, weights }, [weights]);
}

port.on('message', (order: Order) => {
  run(order).catch((error: unknown) => {
    // outside of the promise, so that it ends the worker whatever becomes of rejections
    setImmediate(() => {
      throw error;
    });
  });
});
