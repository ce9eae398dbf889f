import { spawnSync } from 'node:child_process';
import { afterEach, expect, it, test, vi } from 'vitest';
import { createNativeKernels, findKernels, tiles } from '../../src/kernels/native/index.js';
import { selfTest } from '../../src/kernels/native/self_test.js';
import { platform } from '../../src/platform/node.js';
import { nativeTiles } from '../helpers/portable_backends.js';

const compiler = process.env.CC ?? 'cc';
const hasCompiler = spawnSync(compiler, ['--version']).status === 0 && process.platform !== 'win32';

test.runIf(hasCompiler)('where there is a C compiler, there are native kernels', () => {
  expect(nativeTiles).toContain('plain');
  expect(findKernels()).toMatchObject({ tile: nativeTiles[0] });
  expect(createNativeKernels()!.name).toBe('native');
});

test.runIf(nativeTiles.length > 0)('a kernel that gives one other bit is found by the test', () => {
  const { functions } = platform.addon('kernels')!;
  const addon = functions as Readonly<Record<string, (...values: number[]) => number>>;
  for (const tile of nativeTiles) expect(selfTest(functions, tiles[tile]), tile).toBeNull();
  // the step is run, and then its first result moved by one unit in the last place
  let memory: SharedArrayBuffer | undefined;
  const broken = {
    ...addon,
    address(bytes: Uint8Array<SharedArrayBuffer>) {
      memory = bytes.buffer;
      return (addon.address as unknown as (bytes: Uint8Array) => number)(bytes);
    },
    run(...values: number[]) {
      const done = addon.run(...values);
      const bits = new BigUint64Array(memory!);
      for (let i = 0; i < bits.length; i++) if (bits[i] >> 52n === 0x3fbn) bits[i] ^= 1n;
      return done;
    },
  };
  expect(selfTest(broken, tiles.plain)).toMatch(/^its test gives \S+, not \S+, for number \d+$/);
});

afterEach(() => vi.restoreAllMocks());

it('says why there are none: not built, not to be loaded, of another build', async () => {
  for (const [addon, reason, isBroken] of [
    [() => null, /^there are none: npm run build makes them/, false],
    [
      () => {
        throw new Error('kernels.node: invalid ELF header');
      },
      /invalid ELF header/,
      true,
    ],
    [
      () => ({ path: 'kernels.node', functions: { fingerprint: () => 1 } }),
      /^they are of another build/,
      true,
    ],
    [() => ({ path: 'kernels.node', functions: {} }), /^they are of another build/, true],
  ] as const) {
    vi.resetModules();
    const { platform: fresh } = await import('#platform');
    vi.spyOn(fresh, 'addon').mockImplementation(addon);
    const kernels = await import('../../src/kernels/index.js');
    expect(kernels.findKernels()).toEqual({ tile: null, reason: expect.stringMatching(reason), isBroken });
    // and computes by WebAssembly
    expect(kernels.backends.native.name).toBe('wasm');
  }
});
