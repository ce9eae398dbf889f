import { availableParallelism } from 'node:os';
import type { Kernels } from '../kernels.js';
import { Pool } from '../threads/pool.js';
import { splitExports, splittable } from '../threads/split.js';
import { activationTwins } from './activations.js';
import { Allocator } from './allocator.js';
import { type Exports, instantiate } from './engine.js';
import { lossTwins } from './losses.js';
import { optimizerTwins } from './optimizers.js';

/** Pages to begin with: a small network and the scratch of the products. */
const PAGES = 16;
/**
 * Two threads win from 1.5 µs of work on (0.7 each and 0.4 for fork and join), but waking one that sleeps costs 7 µs:
 * test/bench/NOTES.md.
 */
const GRAIN = 2000;

/** Multiply-adds that one core does in a nanosecond at least: so few as a grain's are never shared. */
const PER_NANOSECOND = 10;

export interface WasmOptions {
  /** Threads to compute with, of which work too small to gain uses fewer; the cores of this machine where nobody says. */
  readonly threads?: number;
  /** The least work of a thread in a call, in nanoseconds of one core. */
  readonly grain?: number;
}

/**
 * The backend in WebAssembly with SIMD, which has the bits of the plain one. Null where this engine has no WebAssembly
 * with SIMD and threads, or no address space for its memory; then `jsKernels` does the same more slowly.
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
  const { module, memory } = instance;
  const allocator = new Allocator(memory);
  const scratchBytes = instance.wasm.scratchBytes as () => number;
  const claimScratch = () => allocator.claim(scratchBytes());
  instance.wasm.useScratch(claimScratch());
  let wasm: Exports = instance.wasm;
  if (threads > 1) {
    const pool = new Pool(threads, { module, memory, names: splittable }, claimScratch);
    wasm = splitExports(wasm, pool, grain);
  }
  const twins: Record<string, Readonly<Record<string, object>>> = {
    activation: activationTwins(wasm),
    loss: lossTwins(wasm),
    optimizer: optimizerTwins(wasm),
  };
  // To find out that a call is not worth sharing takes longer than a small product: those do not ask.
  const direct = instance.wasm;
  const few = grain * PER_NANOSECOND;
  const forProduct = (m: number, k: number, n: number) => (m * k * n < few ? direct : wasm);
  return {
    name: 'wasm',

    allocate: (length) => allocator.vector(length),

    affine(x, w, b, y, rows, inputs, outputs) {
      const bias = b === null ? 0 : b.byteOffset;
      const product = forProduct(rows, inputs, outputs);
      product.affine(x.byteOffset, w.byteOffset, bias, y.byteOffset, rows, inputs, outputs);
    },

    matmul(a, b, c, m, k, n, accumulate) {
      const product = forProduct(m, k, n);
      product.matmul(a.byteOffset, b.byteOffset, c.byteOffset, m, k, n, accumulate ? 1 : 0);
    },

    matmulTransposed(a, b, c, m, k, n, accumulate) {
      const product = forProduct(m, k, n);
      product.matmulTransposed(a.byteOffset, b.byteOffset, c.byteOffset, m, k, n, accumulate ? 1 : 0, m);
    },

    columnSums(x, sums, rows, columns) {
      wasm.columnSums(x.byteOffset, sums.byteOffset, rows, columns, columns);
    },

    twin<Loops>(kind: 'activation' | 'loss' | 'optimizer', name: string, loops: Loops): Loops {
      return Object.hasOwn(twins[kind], name) ? { ...loops, ...twins[kind][name] } : loops;
    },
  };
}
