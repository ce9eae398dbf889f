import { operations } from '../wasm/binary.js';
import type { Exports, Memory } from '../wasm/engine.js';

/** Functions of the addon that are no commands of a program. */
const controls = ['useSeries', 'run', 'runShared', 'serve', 'hasParts'] as const;

/** Functions of the addon (c/addon.c): first the lanes of a tile, then the memory's address; others are offsets in it. */
export interface Addon
  extends Readonly<
    Record<(typeof controls)[number], (lanes: number, memory: number, ...values: number[]) => number>
  > {
  /** The address of the first byte of an array. */
  address(bytes: Uint8Array): number;
  /** Lanes of the widest vectors that it has kernels for and this processor has: 8, 4 or 2. */
  processorLanes(): number;
  /** The number of the kernels that it was built beside, whose functions have the same numbers; others had none. */
  fingerprint?(): number;
  /** Calls a function by its number in the interpreter's table. */
  call(lanes: number, memory: number, fn: number, ...values: number[]): void;
}

/** The functions of the WebAssembly module, by the addon's kernels for so many lanes, over the same memory. */
export function functionsOf(addon: unknown, lanes: number, memory: Memory): Exports {
  const { address, call, ...others } = addon as Addon;
  // a shared memory stays where it is when it grows
  const base = address(new Uint8Array(memory.buffer));
  const kernels = Object.keys(operations).map((name, i) => [
    name,
    (...values: number[]) => call(lanes, base, i + 1, ...values),
  ]);
  const direct = controls.map((name) => [
    name,
    (...values: number[]) => others[name](lanes, base, ...values),
  ]);
  return {
    ...Object.fromEntries(kernels),
    ...Object.fromEntries(direct),
    // packed panels are the addon's own, one for each thread
    scratchBytes: () => 0,
    useScratch: () => 0,
  };
}
