import { availableParallelism } from 'node:os';
import type { Kernels } from '../kernels.js';
import { type OnNumbers, onNumbers } from '../loops.js';
import { Pool } from '../threads/pool.js';
import { rules } from '../threads/rules.js';
import { activationTwins } from './activations.js';
import { Allocator } from './allocator.js';
import { batches } from './batches.js';
import { type Exports, instantiate } from './engine.js';
import { lossTwins } from './losses.js';
import { optimizerTwins } from './optimizers.js';
import { products } from './products.js';
import { type Machine, WasmProgram } from './program.js';
import { Recorder } from './recorder.js';

/** Pages to begin with: a small network and the scratch of the products. */
const PAGES = 16;
/** Nanoseconds of work that a part has at least: taking one costs 0.1 to 0.2 µs (test/bench/NOTES.md). */
const GRAIN = 1000;

/** Bytes of the largest vector that is copied here: data that take so much are used where they are. */
const MOST_COPIED = 2 ** 29;
/** Bytes from the beginning of the memory that data may take. */
export const MOST_DATA = 2 ** 30;

export interface WasmOptions {
  /** Threads to compute with, of which work too small to gain uses fewer; the cores of this machine where nobody says. */
  readonly threads?: number;
  /** The least work of a part of a program, in nanoseconds of one core; 0 divides all there is, from the first run on. */
  readonly grain?: number;
}

/**
 * The backend in WebAssembly with SIMD, which has the bits of the plain one. Null where this engine has no WebAssembly
 * with SIMD and threads, or no address space for its memory; then `jsKernels` does the same more slowly.
 *
 * A recorded program runs within one call, and is what threads share; a kernel called by itself has one thread.
 *
 * Each call gives a backend with a memory of its own, of up to 4 GiB, for one network and its training: what has been
 * allocated stays until neither the backend nor any of its vectors is referred to, and then goes as a whole. The first
 * call compiles the module (some milliseconds); an instance costs some 0.1 ms.
 */
export function createWasmKernels({
  threads = availableParallelism(),
  grain = GRAIN,
}: WasmOptions = {}): Kernels | null {
  const instance = instantiate(PAGES);
  if (!instance) return null;
  const { memory, wasm: direct } = instance;
  const allocator = new Allocator(memory);
  const claim = (bytes: number) => allocator.claim(bytes);
  direct.useScratch(claim(direct.scratchBytes()));
  const pool = threads > 1 ? new Pool(threads, { ...instance, claim }, grain === 0 ? 0 : undefined) : null;
  const machine: Machine = { wasm: direct, memory, claim, pool, grain };

  const recorder = new Recorder();
  const wasm = recordable(direct, recorder);
  const twins: Record<string, Readonly<Record<string, object>>> = {
    activation: activationTwins(wasm),
    loss: lossTwins(wasm),
    optimizer: optimizerTwins(wasm),
  };
  return {
    name: 'wasm',
    allocate: (length) => allocator.vector(length),

    allocateData: (length) =>
      (allocator.reach(length) <= MOST_DATA ? allocator.vectorOrNull(length) : null) ??
      new Float64Array(length),

    toBackendMemory(array) {
      if (allocator.holds(array)) return array;
      const copy = array.byteLength > MOST_COPIED ? null : allocator.vectorOrNull(array.length);
      copy?.set(array);
      return copy;
    },

    ...products(wasm),
    ...batches(wasm),
    record: (body) => new WasmProgram(recorder.record(body), machine),
    runInJs: (reads, writes, work) => recorder.runInJs(reads, writes, work),
    whereFinite: (value, body) => recorder.whereFinite(value, body),

    twin<Loops extends object>(kind: 'activation' | 'loss' | 'optimizer', name: string, loops: Loops) {
      // what the module has takes addresses alone, which vectors and arrays both have
      if (Object.hasOwn(twins[kind], name)) return { ...loops, ...twins[kind][name] } as OnNumbers<Loops>;
      return onNumbers(loops, (work) => recorder.runInJs([], [], work));
    },
  };
}

/** The functions of a module that programs are made of: each is noted while one is recorded. */
function recordable(direct: Exports, recorder: Recorder): Exports {
  const note = (name: string, fn: Exports[string]): Exports[string] => {
    const count = rules[name] && fn.length;
    return (a, b, c, d, e, f, g, h, i, j, k, l, m) => {
      if (!recorder.isRecording) return fn(a, b, c, d, e, f, g, h, i, j, k, l, m);
      recorder.note(name, [a, b, c, d, e, f, g, h, i, j, k, l, m].slice(0, count));
      return 0;
    };
  };
  return Object.fromEntries(Object.keys(rules).map((name) => [name, note(name, direct[name])]));
}
