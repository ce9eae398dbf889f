import { platform } from '#platform';
import type { Kernels } from '../kernels.js';
import { compiledLoop } from '../loops.js';
import { PoolSession } from '../threads/session.js';
import { Allocator } from './allocator.js';
import type { Instance } from './engine.js';
import { createCall, kernelFunctions } from './functions.js';
import { type Machine, WasmProgram } from './program.js';
import { Recorder } from './recorder.js';

/** Nanoseconds of work that a part has at least: taking one costs 0.1 to 0.2 µs (test/bench/NOTES.md). */
const GRAIN = 1000;

/** Bytes of the largest vector that is copied here: data that take so much are used where they are. */
const MOST_COPIED = 2 ** 29;
/** Bytes from the beginning of the memory that data may take. */
export const MOST_DATA = 2 ** 30;

/** Pages to begin with: a small network and the scratch of the products. */
export const PAGES = 16;

export interface MemoryOptions {
  /** Number of threads, the platform's cores where it is left out; work too small to gain by them uses fewer. */
  readonly threads?: number;
  /**
   * The least work of a part of a program, in nanoseconds of one core; 0 divides all there is, from the first run on.
   */
  readonly grain?: number;
  /** The least work of a program that threads share, in nanoseconds of WebAssembly; none where the grain is 0. */
  readonly leastShared?: number;
}

/**
 * The backend over a memory of WebAssembly, whose functions (`instance.functions`) take addresses in it. A recorded
 * program runs within one call, and is what threads share; a kernel called by itself has one thread.
 */
export function createMemoryKernels(
  name: string,
  instance: Instance,
  { threads = platform.cores(), grain = GRAIN, leastShared = 2 * grain }: MemoryOptions = {},
): Kernels {
  const { memory, functions: direct } = instance;
  const allocator = new Allocator(memory);
  const claim = (bytes: number) => allocator.claim(bytes);
  direct.useScratch(claim(direct.scratchBytes()));
  const pool =
    threads > 1 ? new PoolSession(threads, { ...instance, claim }, grain === 0 ? 0 : undefined) : null;
  const least = grain === 0 ? 0 : leastShared;
  const machine: Machine = { functions: direct, memory, claim, pool, grain, leastShared: least };

  const recorder = new Recorder();
  const call = createCall(direct, recorder);
  return {
    name,
    allocate: (length) => allocator.vector(length),

    allocateData: (length) =>
      (allocator.reach(length) <= MOST_DATA ? allocator.vectorOrNull(length) : null) ??
      new Float64Array(length),

    release: (vector) => allocator.release(vector),

    allocateResult: (length) => allocator.reclaim(length) ?? new Float64Array(length),

    toBackendMemory(array) {
      if (allocator.holds(array)) return array;
      const copy = array.byteLength > MOST_COPIED ? null : allocator.vectorOrNull(array.length);
      copy?.set(array);
      return copy;
    },

    ...kernelFunctions(call),
    loop: (name, options = {}) => compiledLoop(name, options, (fn) => (values) => call(fn, values)),
    record: (body) => new WasmProgram(recorder.record(body), machine),
    runInJs: (reads, writes, work) => recorder.runInJs(reads, writes, work),
    whereFinite: (value, body) => recorder.whereFinite(value, body),
  };
}
