import type { Kernels } from '../kernels.js';
import { createMemoryKernels, type MemoryOptions, PAGES } from './backend.js';
import { instantiate } from './engine.js';

export { MOST_DATA } from './backend.js';

/**
 * The backend in WebAssembly with SIMD, which has the bits of the plain one. Null where this engine has no WebAssembly
 * with SIMD and threads, or no address space for its memory; then `jsKernels` does the same more slowly.
 *
 * Each call gives a backend with a memory of its own, of up to 4 GiB, for one network and its training: what has been
 * allocated stays until neither the backend nor any of its vectors is referred to, and then goes as a whole. The first
 * call compiles the module (some milliseconds); an instance costs some 0.1 ms.
 */
export function createWasmKernels(options: MemoryOptions = {}): Kernels | null {
  const instance = instantiate(PAGES);
  return instance && createMemoryKernels('wasm', instance, options);
}
