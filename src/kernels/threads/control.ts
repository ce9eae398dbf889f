import type { Exports, Memory } from '../wasm/engine.js';

/** The control block that threads share in a pool's memory, by places of 4 bytes: see wasm/assembly/program.ts. */
export const CONTROL_BYTES = 256;
export const FAILED = 48;
/** Of the latest run: parts that the main thread did itself, and naps that it took. */
export const OWN = 49;
export const NAPS = 50;
/** Workers that have an instance over this memory. */
export const STARTED = 51;

export const openControl = (memory: Memory, address: number): Int32Array<SharedArrayBuffer> =>
  new Int32Array(memory.buffer, address, CONTROL_BYTES / 4);

/** Places in the words that a crew shares: the pool that works now, workers that sleep, and what they sleep on. */
export const CURRENT = 0;
export const SLEEPERS = 1;
export const WAKE = 2;
export const CREW_WORDS = 3;

/** What a worker is started with. */
export interface WorkerData {
  readonly words: Int32Array<SharedArrayBuffer>;
  /** For what has happened to a worker that failed: the length, then UTF-8. */
  readonly text: SharedArrayBuffer;
}

/** What a worker needs to work for a pool, or the pool that it need not know any longer. */
export type Message =
  | {
      readonly pool: number;
      readonly module: object;
      readonly memory: Memory;
      /** The addresses of the control block and of its own scratch. */
      readonly control: number;
      readonly scratch: number;
    }
  | { readonly forget: number };

/** The functions of the module for which a worker has use. */
export type Serving = Pick<Exports, 'useScratch' | 'serve' | 'hasParts'>;
