import type { Exports, Memory } from '../wasm/engine.js';

/**
 * What the main thread and one worker have in common: a state that both change atomically, and the call that the
 * worker is to make.
 *
 *     starting → idle ─(main)→ posted ─(worker)→ taken ─(worker)→ idle
 *
 * A worker that has found nothing for a while goes from idle to asleep, from which `posted` wakes it. The main thread
 * takes back what is still posted when it has nothing else to do, and computes it itself: it never waits for a worker
 * that is not computing. Before it sleeps it turns taken into awaited, so that the worker wakes it.
 */
export const state = { starting: 0, idle: 1, asleep: 2, posted: 3, taken: 4, awaited: 5, failed: 6 } as const;

/** Places in `words`. */
export const STATE = 0;
export const FUNCTION = 1;
export const TEXT_LENGTH = 2;

/** The most arguments that a function of the module has. */
export const ARGUMENTS = 13;

/** The state has two lines of the cache to itself. */
const VALUES_AT = 128;
const TEXT_AT = 256;
export const MAILBOX_BYTES = 1024;

export interface Mailbox {
  /** State, index of the function, length of the text. */
  readonly words: Int32Array<SharedArrayBuffer>;
  /** The arguments of the call. */
  readonly values: Float64Array<SharedArrayBuffer>;
  /** What has happened to a worker that failed, in UTF-8. */
  readonly text: Uint8Array<SharedArrayBuffer>;
}

export const openMailbox = (buffer: SharedArrayBuffer): Mailbox => ({
  words: new Int32Array(buffer, 0, 3),
  values: new Float64Array(buffer, VALUES_AT, ARGUMENTS),
  text: new Uint8Array(buffer, TEXT_AT),
});

/** What a worker is started with. */
export interface WorkerData {
  readonly mailbox: SharedArrayBuffer;
  readonly module: object;
  readonly memory: Memory;
  /** The address of its own scratch. */
  readonly scratch: number;
  /** The exported functions, by whose place the mailbox names one. */
  readonly names: readonly string[];
}

/** Calls a function with the values of a mailbox; those that it has no parameter for it does not see. */
export function call(fn: Exports[string], values: Float64Array): void {
  fn(
    values[0],
    values[1],
    values[2],
    values[3],
    values[4],
    values[5],
    values[6],
    values[7],
    values[8],
    values[9],
    values[10],
    values[11],
    values[12],
  );
}
