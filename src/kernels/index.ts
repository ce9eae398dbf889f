import { jsKernels } from './js/index.js';
import type { Kernels } from './kernels.js';
import { createWasmKernels, type WasmOptions } from './wasm/index.js';

/**
 * The backends by name. `wasm` is made where it is read, each time with a memory of its own: one for each network. Where
 * this engine cannot have it, it is the plain one, whose bits are the same.
 */
export const backends = {
  js: jsKernels,
  get wasm(): Kernels {
    return createKernels('wasm', {});
  },
} satisfies Record<string, Kernels>;

export type BackendName = keyof typeof backends;

/** The backend of a name, with a memory of its own, that computes with so many threads if it is one that can. */
export const createKernels = (name: BackendName, { threads }: Pick<WasmOptions, 'threads'>): Kernels =>
  name === 'wasm' ? (createWasmKernels({ threads }) ?? jsKernels) : backends[name];

/** The one that is taken where nobody names another. */
export const defaultBackend: BackendName = 'wasm';

export type { Kernels, Program, Series } from './kernels.js';
export { createWasmKernels } from './wasm/index.js';
