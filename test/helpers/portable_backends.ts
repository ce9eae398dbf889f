import { createWasmKernels, type Kernels } from '../../src/kernels/index.js';
import {
  createNativeKernels,
  findKernels,
  type NativeOptions,
  type Tile,
  tiles,
} from '../../src/kernels/native/index.js';

/** The kernels that were built, of those that this processor can run. */
export const nativeTiles = (Object.keys(tiles) as Tile[]).filter((tile) => findKernels(tile).tile !== null);

/** Makers of the backends that have the bits of the plain one: WebAssembly, and native ones of each tile. */
export const portableBackends = (
  options: Omit<NativeOptions, 'tile'> = {},
): Readonly<Record<string, () => Kernels>> => ({
  wasm: () => createWasmKernels(options)!,
  ...Object.fromEntries(
    nativeTiles.map((tile) => [`native, ${tile}`, () => createNativeKernels({ ...options, tile })!]),
  ),
});
