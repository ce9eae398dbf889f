import type { Kernels } from '../kernels.js';
import { activationTwins } from './activations.js';
import { Allocator } from './allocator.js';
import { instantiate } from './engine.js';
import { lossTwins } from './losses.js';
import { optimizerTwins } from './optimizers.js';

/** Pages to begin with: a small network and the scratch of the products. */
const PAGES = 16;

/**
 * The backend in WebAssembly with SIMD, which has the bits of the plain one. Null where this engine has no WebAssembly
 * with SIMD and threads, or no address space for its memory; then `jsKernels` does the same more slowly.
 *
 * Each call gives a backend with a memory of its own, of up to 4 GiB, for one network and its training: what has been
 * allocated stays until neither the backend nor any of its vectors is referred to, and then goes as a whole. The first
 * call compiles the module (some milliseconds); an instance costs some 0.1 ms.
 */
export function createWasmKernels(): Kernels | null {
  const instance = instantiate(PAGES);
  if (!instance) return null;
  const { wasm, memory } = instance;
  const allocator = new Allocator(memory);
  const scratchBytes = wasm.scratchBytes as () => number;
  wasm.useScratch(allocator.claim(scratchBytes()));
  const twins: Record<string, Readonly<Record<string, object>>> = {
    activation: activationTwins(wasm),
    loss: lossTwins(wasm),
    optimizer: optimizerTwins(wasm),
  };
  return {
    name: 'wasm',

    allocate: (length) => allocator.vector(length),

    affine(x, w, b, y, rows, inputs, outputs) {
      const bias = b === null ? 0 : b.byteOffset;
      wasm.affine(x.byteOffset, w.byteOffset, bias, y.byteOffset, rows, inputs, outputs);
    },

    matmul(a, b, c, m, k, n, accumulate) {
      wasm.matmul(a.byteOffset, b.byteOffset, c.byteOffset, m, k, n, accumulate ? 1 : 0);
    },

    matmulTransposed(a, b, c, m, k, n, accumulate) {
      wasm.matmulTransposed(a.byteOffset, b.byteOffset, c.byteOffset, m, k, n, accumulate ? 1 : 0);
    },

    columnSums(x, sums, rows, columns) {
      wasm.columnSums(x.byteOffset, sums.byteOffset, rows, columns);
    },

    twin<Loops>(kind: 'activation' | 'loss' | 'optimizer', name: string, loops: Loops): Loops {
      return Object.hasOwn(twins[kind], name) ? { ...loops, ...twins[kind][name] } : loops;
    },
  };
}
