import type { Ranks } from '../ranks/ranks.js';
import { createBlasKernels } from './blas/index.js';
import { jsKernels } from './js/index.js';
import type { Kernels } from './kernels.js';
import { createNativeKernels, type Tile } from './native/index.js';
import { createWasmKernels, MOST_DATA } from './wasm/index.js';

/** Options of a backend; one that has no use for an option does not look at it. */
export interface BackendOptions {
  readonly threads?: number;
  /** Name or path of the BLAS library to use. */
  readonly library?: string;
  /** Addon that the backend `native` uses; that of the widest vectors that the processor has where it is left out. */
  readonly tile?: Tile;
  /** Processes that share the batches of training. */
  readonly ranks?: Ranks;
  /** Receives warnings for the user. */
  readonly warn?: (message: string) => void;
}

const wasm = (threads?: number): Kernels => createWasmKernels({ threads }) ?? jsKernels;
const native = (threads?: number, tile?: Tile): Kernels =>
  createNativeKernels({ threads, tile }) ?? wasm(threads);

const makers = {
  js: () => jsKernels,
  wasm: ({ threads }) => wasm(threads),
  native: ({ threads, tile }) => native(threads, tile),
  // one thread beside the library's own, which keep their cores for a while after each product (test/bench/NOTES.md)
  blas: (options) => createBlasKernels(native(1), options),
} satisfies Record<string, (options: BackendOptions) => Kernels>;

export type BackendName = keyof typeof makers;

/**
 * The backends by name. All but `js` are made where they are read, each time with a memory of their own: one for each
 * network. `native` is `wasm` where there is no native code, and that is `js` where this engine cannot have it, with
 * the same bits; `blas`, whose bits
 * differ, throws an MlpError where this machine has no BLAS library.
 */
export const backends = {
  js: jsKernels,
  get wasm(): Kernels {
    return createKernels('wasm', {});
  },
  get native(): Kernels {
    return createKernels('native', {});
  },
  get blas(): Kernels {
    return createKernels('blas', {});
  },
} satisfies Record<BackendName, Kernels>;

/** Creates the backend of a name, with a memory of its own. */
export function createKernels(name: BackendName, options: BackendOptions): Kernels {
  const kernels: Kernels = makers[name](options);
  return options.ranks ? { ...kernels, ranks: options.ranks } : kernels;
}

/**
 * Name of the backend that computes where none is named. Where there are no native kernels, WebAssembly does it, with
 * the same bits.
 */
export const defaultBackend: BackendName = 'native';

/** Bytes that 32-bit addresses reach, less what threads and the ends of vectors take of them. */
const ADDRESSABLE = 2 ** 32 - 2 ** 26;

/** Whether a network that claims so many bytes has room in a backend's memory beside data from `allocateData`. */
export const fitsBesideData = (bytes: number): boolean => bytes <= ADDRESSABLE - MOST_DATA;

/**
 * Name of the default backend for a network that claims so many bytes: `js`, which has the same bits, where WebAssembly
 * cannot hold them.
 */
export const backendFor = (bytes: number): BackendName => (bytes > ADDRESSABLE ? 'js' : defaultBackend);

/** Backends whose bits are those of `js`, and of which each thread can have one. */
export const portableBackends: readonly BackendName[] = ['js', 'wasm', 'native'];

/** Backends of which several threads can share a step. */
export const sharingBackends: readonly BackendName[] = ['wasm', 'native'];

export type { Kernels, Program, Series } from './kernels.js';
export type { Loop } from './loops.js';
export { findKernels, type Tile, tiles } from './native/index.js';
export { type Numbers, numbersOf, Vector } from './vector.js';
export { createWasmKernels } from './wasm/index.js';
