import { describe, expect, it, vi } from 'vitest';
import { createWasmKernels } from '../../src/kernels/wasm/index.js';

const kernels = createWasmKernels()!;

/** Part of the engine's WebAssembly that is used. */
interface Engine {
  readonly Memory: object;
  readonly Instance: object;
  readonly Module: object;
  readonly CompileError: new (message: string) => Error;
}

describe('memory', () => {
  it('grows, and vectors from before stay where they are', () => {
    const backend = createWasmKernels()!;
    const first = backend.allocate(10).fill(3);
    const large = backend.allocate(3_000_000); // 24 MB
    const last = backend.allocate(10);
    expect(large.every((value) => value === 0)).toBe(true);
    expect([...last]).toEqual(Array(10).fill(0));
    const columnSums = backend.loop('layer.dense.db');
    columnSums({ dy: first, db: last }, 5, 2);
    expect([...last.subarray(0, 2)]).toEqual([15, 15]);
    expect(first.buffer).not.toBe(large.buffer);
    large[0] = 1;
    columnSums({ dy: large, db: first }, 1, 2);
    expect([...first.subarray(0, 2)]).toEqual([1, 0]);
  });

  it('is refused beyond 4 GiB with a RangeError, as plain memory is', () => {
    const backend = createWasmKernels()!;
    expect(() => backend.allocate(2 ** 29)).toThrow(RangeError);
    expect(backend.allocate(3).length).toBe(3);
  });

  it('begins each vector on a line of the cache', () => {
    const addresses = [1, 9, 0, 5, 1].map((length) => kernels.allocate(length).byteOffset);
    expect(addresses.every((address) => address % 64 === 0)).toBe(true);
  });

  it('is each backend’s own', () => {
    const [one, other] = [createWasmKernels()!, createWasmKernels()!];
    one.allocate(4).fill(1);
    expect([...other.allocate(4)]).toEqual([0, 0, 0, 0]);
  });
});

describe('where this engine cannot', () => {
  const load = async (engine: object | undefined) => {
    vi.resetModules();
    vi.stubGlobal('WebAssembly', engine);
    try {
      const { createWasmKernels } = await import('../../src/kernels/wasm/index.js');
      return createWasmKernels();
    } finally {
      vi.unstubAllGlobals();
    }
  };

  it('there is no backend: no WebAssembly, no SIMD, no memory', async () => {
    const { WebAssembly: engine } = globalThis as unknown as { WebAssembly: Engine };
    expect(await load(undefined)).toBeNull();
    const refusing = class {
      constructor() {
        throw new engine.CompileError('invalid value type');
      }
    };
    const { Memory, Instance, Module, CompileError } = engine;
    expect(await load({ Memory, Instance, CompileError, Module: refusing })).toBeNull();
    const exhausted = class {
      constructor() {
        throw new RangeError('could not allocate memory');
      }
    };
    expect(await load({ Memory: exhausted, Instance, CompileError, Module })).toBeNull();
    expect((await load(engine))?.name).toBe('wasm');
  });
});
