import { workerData } from 'node:worker_threads';
import type { Engine, Exports } from '../wasm/engine.js';
import { call, FUNCTION, openMailbox, STATE, state, TEXT_LENGTH, type WorkerData } from './mailbox.js';

// The whole of a worker: build.mjs makes code.ts of it.

/** Milliseconds that a worker looks out for the next call before it sleeps; waking it takes 0.03 to 0.05. */
const LOOKOUT = 0.1;

const { mailbox, module, memory, scratch, names } = workerData as WorkerData;
const { words, values, text } = openMailbox(mailbox);

/** Returns when something is posted, or was. */
function lookOut(): void {
  const end = performance.now() + LOOKOUT;
  do {
    for (let i = 0; i < 100; i++) if (Atomics.load(words, STATE) === state.posted) return;
  } while (performance.now() < end);
  Atomics.compareExchange(words, STATE, state.idle, state.asleep);
  Atomics.wait(words, STATE, state.asleep);
}

try {
  const { WebAssembly: engine } = globalThis as unknown as { WebAssembly: Engine };
  const wasm = new engine.Instance(module, { env: { memory } }).exports as Exports;
  wasm.useScratch(scratch);
  const functions = names.map((name) => wasm[name]);
  Atomics.compareExchange(words, STATE, state.starting, state.idle);
  for (;;) {
    lookOut();
    if (Atomics.compareExchange(words, STATE, state.posted, state.taken) !== state.posted) continue;
    call(functions[words[FUNCTION]], values);
    if (Atomics.exchange(words, STATE, state.idle) === state.awaited) Atomics.notify(words, STATE);
  }
} catch (error) {
  words[TEXT_LENGTH] = new TextEncoder().encodeInto(String(error), text.subarray()).written;
  Atomics.store(words, STATE, state.failed);
  Atomics.notify(words, STATE);
}
