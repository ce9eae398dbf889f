import { afterEach, describe, expect, it, vi } from 'vitest';
import type { MlpError } from '../../../src/errors.js';
import { createBlasKernels } from '../../../src/kernels/blas/index.js';
import { librariesOf } from '../../../src/kernels/blas/libraries.js';
import { loadLibrary } from '../../../src/kernels/blas/library.js';
import { jsKernels } from '../../../src/kernels/js/index.js';

function refusal(call: () => unknown): Pick<MlpError, 'failure' | 'message'> {
  try {
    call();
  } catch (error) {
    const { failure, message } = error as MlpError;
    return { failure, message };
  }
  throw new Error('nothing was refused');
}

/** The module with a koffi of which `load` is all there is. */
async function withKoffi(require: () => { load(name: string): unknown }) {
  vi.resetModules();
  vi.doMock('node:module', () => ({ createRequire: () => require }));
  // one after the other: modules that are imported side by side may each find the package of their own
  const library = await import('../../../src/kernels/blas/library.js');
  const blas = await import('../../../src/kernels/blas/index.js');
  return { ...library, ...blas };
}

afterEach(() => {
  vi.doUnmock('node:module');
  vi.resetModules();
});

describe('a library that is named', () => {
  it('and not there, or without products, is an error of usage that says so', () => {
    const { failure, message } = refusal(() => loadLibrary('/no/such/libopenblas.so'));
    expect(failure).toBe('usage');
    expect(message).toMatch(
      /^--backend blas: MLP_BLAS_LIBRARY names \/no\/such\/libopenblas\.so, which cannot be used: .+; name a library/,
    );
    expect(refusal(() => loadLibrary(import.meta.filename)).failure).toBe('usage');
    expect(refusal(() => createBlasKernels(jsKernels, { library: '/no/such' })).failure).toBe('usage');
  });
});

describe('the usual libraries', () => {
  it('are looked for in their order, and all are named where there is none, with the way to get one', async () => {
    const asked: string[] = [];
    const { loadLibrary } = await withKoffi(() => ({
      load(name) {
        asked.push(name);
        throw new Error('cannot open shared object file');
      },
    }));
    const { failure, message } = refusal(() => loadLibrary());
    const { libraries, install } = librariesOf(process.platform);
    expect(asked).toEqual(libraries);
    expect(failure).toBe('usage');
    for (const part of [...libraries, install, 'MLP_BLAS_LIBRARY']) expect(message).toContain(part);
  });

  it('are passed over where they have no cblas_dgemm', async () => {
    const { libraries } = librariesOf(process.platform);
    const { loadLibrary } = await withKoffi(() => ({
      load: (name) => ({
        func() {
          if (name === libraries[0]) throw new Error("Cannot find function 'cblas_dgemm'");
          return () => {};
        },
      }),
    }));
    expect(loadLibrary().name).toBe(libraries[1]);
  });

  it.each(['linux', 'darwin', 'win32', 'freebsd'])('of %s have names, and a way to get one', (platform) => {
    const { libraries, install } = librariesOf(platform);
    expect(libraries.length).toBeGreaterThan(1);
    expect(install).not.toBe('');
  });
});

it('without koffi says how to get it', async () => {
  const { loadLibrary } = await withKoffi(() => {
    throw new Error("Cannot find module 'koffi'\nRequire stack: …");
  });
  const { failure, message } = refusal(() => loadLibrary());
  expect(failure).toBe('usage');
  expect(message).toContain("cannot be loaded: Error: Cannot find module 'koffi'; install mlp with");
});

describe('threads', () => {
  const told: string[] = [];
  const set: [string, number][] = [];
  const load = (setters: readonly string[]) =>
    withKoffi(() => ({
      load: () => ({
        func(definition: string) {
          const name = /(\w+)\(/.exec(definition)![1];
          if (name !== 'cblas_dgemm' && !setters.includes(name)) throw new Error('no such function');
          return (threads: number) => set.push([name, threads]);
        },
      }),
    }));
  const warn = (message: string) => told.push(message);
  afterEach(() => {
    told.length = set.length = 0;
  });

  it.each(['openblas_set_num_threads', 'MKL_Set_Num_Threads'])(
    'are set by %s, where asked for',
    async (name) => {
      const { createBlasKernels } = await load([name]);
      createBlasKernels(jsKernels, { warn });
      expect(set).toEqual([]);
      createBlasKernels(jsKernels, { threads: 3, warn });
      expect(set).toEqual([[name, 3]]);
      expect(told.join()).not.toContain('--threads');
    },
  );

  it('are the library’s own business where it has neither, which is said', async () => {
    const { createBlasKernels } = await load([]);
    createBlasKernels(jsKernels, { threads: 3, warn });
    expect(told[1]).toContain('--threads 3');
  });
});
