import { platform } from '#platform';
import type { Kernels } from '../kernels.js';
import { createMemoryKernels, type MemoryOptions, PAGES } from '../wasm/backend.js';
import { fingerprint } from '../wasm/binary.js';
import { createMemory } from '../wasm/engine.js';
import { type Addon, functionsOf } from './addon.js';
import { selfTest } from './self_test.js';

/** Lanes of the vectors of each tile, the widest first. `plain` is what any processor of the kind has. */
export const tiles = { avx512: 8, avx2: 4, plain: 2 } as const;
export type Tile = keyof typeof tiles;

/** Kernels that are there, or why there are none. */
export type Found =
  | { readonly tile: Tile; readonly path: string; readonly functions: unknown }
  | { readonly tile: null; readonly reason: string; readonly isBroken: boolean };

export interface NativeOptions extends MemoryOptions {
  /** The kernels to use, instead of those with the widest vectors that this processor has. */
  readonly tile?: Tile;
}

/**
 * The least work of a program that threads share, in nanoseconds of WebAssembly, of which native code takes a third:
 * steps of 0.1 ms (digits) took longer by two threads than by one, those of twice as much (tabular) did not.
 */
const LEAST_SHARED = 250_000;

const found = new Map<Tile | undefined, Found>();

/** The kernels for this processor, or of that tile; loaded and tested at first use. */
export function findKernels(tile?: Tile): Found {
  const known = found.get(tile);
  if (known) return known;
  const result = search(tile);
  found.set(tile, result);
  return result;
}

const none = (reason: string, isBroken = false): Found => ({ tile: null, reason, isBroken });

function search(wanted?: Tile): Found {
  try {
    const addon = platform.addon('kernels');
    if (addon === null) return none('there are none: npm run build makes them where it finds a C compiler');
    if ((addon.functions as Addon).fingerprint?.() !== fingerprint)
      return none('they are of another build: npm run build makes them anew', true);
    const most = (addon.functions as Addon).processorLanes();
    const tile = wanted ?? (Object.keys(tiles) as Tile[]).find((name) => tiles[name] <= most)!;
    if (tiles[tile] > most) return none(`this processor, or the compiler, has no ${tile}`);
    const wrong = selfTest(addon.functions, tiles[tile]);
    return wrong === null ? { tile, ...addon } : none(`${tile}: ${wrong}`, true);
  } catch (error) {
    return none(String(error).split('\n')[0], true);
  }
}

/**
 * The backend in native code, made of C by the build: the bits of the plain one, by vectors as wide as the processor
 * has. Null where there is no such code, or it fails its test: see findKernels; then WebAssembly does the same more
 * slowly.
 */
export function createNativeKernels({ tile, ...options }: NativeOptions = {}): Kernels | null {
  const kernels = findKernels(tile);
  if (kernels.tile === null) return null;
  const memory = createMemory(PAGES);
  if (memory === null) return null;
  const { functions, path } = kernels;
  const lanes = tiles[kernels.tile];
  return createMemoryKernels(
    'native',
    { functions: functionsOf(functions, lanes, memory), memory, source: { addon: path, lanes } },
    { leastShared: LEAST_SHARED, ...options },
  );
}
