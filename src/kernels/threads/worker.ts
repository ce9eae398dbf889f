import { loadAddon, parentPort, receiveMessageOnPort, workerData } from '../../platform/thread.js';
import { functionsOf } from '../native/addon.js';
import type { Engine } from '../wasm/engine.js';
import {
  ACTIVE,
  FAILED,
  type Message,
  openControl,
  SLEEPERS,
  STARTED,
  WAKE,
  type WorkerData,
  type WorkerFunctions,
} from './control.js';

// The program of a worker, of which src/build/workers.mjs makes code.ts.

/** Number of looks for a part before a worker sleeps, some 0.1 ms; waking it takes 0.03 to 0.05. */
const LOOKS = 30_000;

/** Milliseconds of a short sleep, which leaves the core to others. */
const NAP = 0.05;

const { words, text } = workerData as WorkerData;
const { WebAssembly: engine } = globalThis as unknown as { WebAssembly: Engine };

/** Instance and control block of each session. */
const sessions = new Map<number, { functions: WorkerFunctions; control: number; words: Int32Array }>();

function receive(message: Message): void {
  if ('release' in message) {
    sessions.delete(message.release);
    return;
  }
  const { session, source, memory, control, scratch } = message;
  const shared = openControl(memory, control);
  // listed before anything can fail, so that the main thread, which waits for it, is told of a failure
  sessions.set(session, { functions: {} as WorkerFunctions, control, words: shared });
  const functions = (
    'addon' in source
      ? functionsOf(loadAddon(source.addon), source.lanes, memory)
      : new engine.Instance(source.module, { env: { memory } }).exports
  ) as WorkerFunctions;
  functions.useScratch(scratch);
  sessions.set(session, { functions, control, words: shared });
  Atomics.add(shared, STARTED, 1);
  Atomics.notify(shared, STARTED);
}

try {
  for (;;) {
    const wake = Atomics.load(words, WAKE);
    for (;;) {
      const received = receiveMessageOnPort(parentPort!);
      if (received === undefined) break;
      receive(received.message);
    }
    const session = sessions.get(Atomics.load(words, ACTIVE));
    session?.functions.serve(session.control, LOOKS);
    Atomics.add(words, SLEEPERS, 1);
    // not at all where a message has come since `wake` was read; briefly where others compute parts that it waits for
    Atomics.wait(words, WAKE, wake, session?.functions.hasParts(session.control) ? NAP : Infinity);
    Atomics.sub(words, SLEEPERS, 1);
  }
} catch (error) {
  const bytes = new Uint8Array(text, 4);
  new Int32Array(text)[0] = new TextEncoder().encodeInto(String(error), bytes).written;
  for (const { words: shared } of sessions.values()) {
    Atomics.store(shared, FAILED, 1);
    Atomics.notify(shared, STARTED);
  }
}
