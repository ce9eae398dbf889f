import { jsKernels } from './js/index.js';
import type { Kernels } from './kernels.js';
import { createWasmKernels } from './wasm/index.js';

/**
 * The backends by name. `wasm` is made where it is read, each time with a memory of its own: one for each network. Where
 * this engine cannot have it, it is the plain one, whose bits are the same.
 */
export const backends = {
  js: jsKernels,
  get wasm(): Kernels {
    return createWasmKernels() ?? jsKernels;
  },
} satisfies Record<string, Kernels>;

export type BackendName = keyof typeof backends;

/** The one that is taken where nobody names another. */
export const defaultBackend: BackendName = 'wasm';

export type { Kernels } from './kernels.js';
export { createWasmKernels } from './wasm/index.js';
