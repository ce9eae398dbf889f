import { workerData } from 'node:worker_threads';
import type { Engine } from '../wasm/engine.js';
import { FAILED, openControl, type Serving, SLEEPERS, STARTED, WAKE, type WorkerData } from './control.js';

// The whole of a worker: build.mjs makes code.ts of it.

/** Looks for a part before a worker sleeps, some 0.1 ms; waking it takes 0.03 to 0.05. */
const LOOKS = 30_000;

const { module, memory, control, scratch, text } = workerData as WorkerData;
const words = openControl(memory, control);

try {
  const { WebAssembly: engine } = globalThis as unknown as { WebAssembly: Engine };
  const wasm = new engine.Instance(module, { env: { memory } }).exports as Serving;
  wasm.useScratch(scratch);
  Atomics.add(words, STARTED, 1);
  Atomics.notify(words, STARTED);
  for (;;) {
    wasm.serve(control, LOOKS);
    const wake = Atomics.load(words, WAKE);
    Atomics.add(words, SLEEPERS, 1);
    // what has come since then does not wake it
    if (!wasm.hasParts(control)) Atomics.wait(words, WAKE, wake);
    Atomics.sub(words, SLEEPERS, 1);
  }
} catch (error) {
  const bytes = new Uint8Array(text, 4);
  new Int32Array(text)[0] = new TextEncoder().encodeInto(String(error), bytes).written;
  Atomics.store(words, FAILED, 1);
}
