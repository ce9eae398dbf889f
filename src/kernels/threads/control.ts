import type { Exports, Memory } from '../wasm/engine.js';

/** The control block that threads share, by places of 4 bytes: see wasm/assembly/program.ts. */
export const CONTROL_BYTES = 256;
export const SLEEPERS = 48;
export const WAKE = 49;
export const FAILED = 50;
/** Of the latest run: parts that the main thread did itself, and naps that it took. */
export const OWN = 51;
export const NAPS = 52;
/** Workers that have started. */
export const STARTED = 53;

export const openControl = (memory: Memory, address: number): Int32Array<SharedArrayBuffer> =>
  new Int32Array(memory.buffer, address, CONTROL_BYTES / 4);

/** What a worker is started with. */
export interface WorkerData {
  readonly module: object;
  readonly memory: Memory;
  /** The addresses of the control block and of its own scratch. */
  readonly control: number;
  readonly scratch: number;
  /** For what has happened to a worker that failed: the length, then UTF-8. */
  readonly text: SharedArrayBuffer;
}

/** The functions of the module for which a worker has use. */
export type Serving = Pick<Exports, 'useScratch' | 'serve' | 'hasParts'>;
