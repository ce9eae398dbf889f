import { platform } from '#platform';
import { binary } from './binary.js';

/**
 * Exports of the module: functions over addresses (bytes from the beginning of its memory), sizes and numbers. Few of
 * them have a result.
 */
export type Exports = Readonly<Record<string, (...values: number[]) => number>>;

/** Shared memory of an instance, which can grow. */
export interface Memory {
  /** Buffer of the memory as it is now: growing makes another, and earlier ones stay valid and share its bytes. */
  readonly buffer: SharedArrayBuffer;
  grow(pages: number): number;
}

/** Functions over a memory, and what a worker makes them of. */
export interface Instance {
  readonly functions: Exports;
  readonly memory: Memory;
  /** The module, or the file of an addon with the same functions, and the lanes of the vectors that it is to use. */
  readonly source: { readonly module: object } | { readonly addon: string; readonly lanes: number };
}

/** The part of the standard's WebAssembly that is used here, which TypeScript declares for browsers only. */
export interface Engine {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Memory: new (options: { initial: number; maximum: number; shared: boolean }) => Memory;
  readonly Instance: new (
    module: object,
    imports: { env: { memory: Memory } },
  ) => { readonly exports: object };
  readonly CompileError: new () => Error;
}

export const PAGE = 65536;

/** Largest memory that 32-bit addresses allow: the address space is reserved at once, memory is taken as it grows. */
const MAXIMUM_PAGES = 65536;

let compiled: object | null | undefined;

/** The module, compiled at first use; null where this engine has no WebAssembly with SIMD and threads. */
function compile({ Module, CompileError }: Engine): object | null {
  if (compiled !== undefined) return compiled;
  try {
    compiled = new Module(platform.decodeBase64(binary));
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    compiled = null;
  }
  return compiled;
}

/** A shared memory of `pages` to begin with; null where this engine or machine cannot have one. */
export function createMemory(pages: number): Memory | null {
  const { WebAssembly: engine } = globalThis as unknown as { WebAssembly?: Engine };
  try {
    return engine ? new engine.Memory({ initial: pages, maximum: MAXIMUM_PAGES, shared: true }) : null;
  } catch (error) {
    // there is not enough address space
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** An instance with a memory of its own, of `pages` to begin with; null where this machine cannot have one. */
export function instantiate(pages: number): Instance | null {
  const { WebAssembly: engine } = globalThis as unknown as { WebAssembly?: Engine };
  const module = engine && compile(engine);
  if (!module) return null;
  const memory = createMemory(pages);
  if (memory === null) return null;
  const { exports } = new engine.Instance(module, { env: { memory } });
  return { functions: exports as Exports, memory, source: { module } };
}
