import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import type { Engine } from '../wasm/engine.js';
import {
  CURRENT,
  FAILED,
  type Message,
  openControl,
  type Serving,
  SLEEPERS,
  STARTED,
  WAKE,
  type WorkerData,
} from './control.js';

// The whole of a worker: src/build/workers.mjs makes code.ts of it.

/** Looks for a part before a worker sleeps, some 0.1 ms; waking it takes 0.03 to 0.05. */
const LOOKS = 30_000;

/** Milliseconds that it leaves its core to others when they take longer than that. */
const NAP = 0.05;

const { words, text } = workerData as WorkerData;
const { WebAssembly: engine } = globalThis as unknown as { WebAssembly: Engine };

/** The pools that it works for, by their numbers. */
const pools = new Map<number, { wasm: Serving; control: number; own: Int32Array }>();

function obey(message: Message): void {
  if ('forget' in message) {
    pools.delete(message.forget);
    return;
  }
  const { pool, module, memory, control, scratch } = message;
  const own = openControl(memory, control);
  pools.set(pool, { wasm: {} as Serving, control, own });
  const wasm = new engine.Instance(module, { env: { memory } }).exports as Serving;
  wasm.useScratch(scratch);
  pools.set(pool, { wasm, control, own });
  Atomics.add(own, STARTED, 1);
  Atomics.notify(own, STARTED);
}

try {
  for (;;) {
    const wake = Atomics.load(words, WAKE);
    for (;;) {
      const received = receiveMessageOnPort(parentPort!);
      if (received === undefined) break;
      obey(received.message);
    }
    const pool = pools.get(Atomics.load(words, CURRENT));
    pool?.wasm.serve(pool.control, LOOKS);
    Atomics.add(words, SLEEPERS, 1);
    // what has come since then does not wake it; and who waits for others' parts leaves them the core
    Atomics.wait(words, WAKE, wake, pool?.wasm.hasParts(pool.control) ? NAP : Infinity);
    Atomics.sub(words, SLEEPERS, 1);
  }
} catch (error) {
  const bytes = new Uint8Array(text, 4);
  new Int32Array(text)[0] = new TextEncoder().encodeInto(String(error), bytes).written;
  for (const { own } of pools.values()) {
    Atomics.store(own, FAILED, 1);
    Atomics.notify(own, STARTED);
  }
}
