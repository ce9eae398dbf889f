import type { Exports, Instance, Memory } from '../wasm/engine.js';

/** The control block that threads share in a session's memory, by places of 4 bytes: see wasm/assembly/program.ts. */
export const CONTROL_BYTES = 256;
export const FAILED = 48;
/** Counters of the latest run: parts that the main thread did itself, and its short sleeps. */
export const MAIN_PARTS = 49;
export const NAPS = 50;
/** Workers that have an instance over this memory. */
export const STARTED = 51;

export const openControl = (memory: Memory, address: number): Int32Array<SharedArrayBuffer> =>
  new Int32Array(memory.buffer, address, CONTROL_BYTES / 4);

/** Places in the words that a pool shares: the active session, the number of workers that sleep, what they sleep on. */
export const ACTIVE = 0;
export const SLEEPERS = 1;
export const WAKE = 2;
export const POOL_WORDS = 3;

/** Values that a worker is started with. */
export interface WorkerData {
  readonly words: Int32Array<SharedArrayBuffer>;
  /** Memory for the error of a worker that failed: its length, then UTF-8. */
  readonly text: SharedArrayBuffer;
}

/** Message to a worker: all it needs to work for a session, or the session that it is to drop. */
export type Message =
  | {
      readonly session: number;
      readonly source: Instance['source'];
      readonly memory: Memory;
      /** Addresses of the control block and of the worker's scratch. */
      readonly control: number;
      readonly scratch: number;
    }
  | { readonly release: number };

/** The functions of the module that a worker calls. */
export type WorkerFunctions = Pick<Exports, 'useScratch' | 'serve' | 'hasParts'>;
