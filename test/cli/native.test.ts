import { Readable, Writable } from 'node:stream';
import { afterEach, describe, expect, test, vi } from 'vitest';

/** Chooses a backend where the addon is what `addon` gives: its name, and what is said about it. */
async function choose(addon: () => null, options: { backend?: string; quiet?: boolean }, env = {}) {
  vi.resetModules();
  const { platform } = await import('#platform');
  vi.spyOn(platform, 'addon').mockImplementation(addon);
  const { createContext } = await import('../../src/cli/context.js');
  const { kernelsFor } = await import('../../src/cli/kernels.js');
  let stderr = '';
  const sink = new Writable({
    write(chunk, _, done) {
      stderr += chunk;
      done();
    },
  });
  const io = { stdin: Readable.from([]), stdout: sink, stderr: sink, env, cwd: '', onSignal: () => () => {} };
  const { name } = kernelsFor(options, createContext(io as never, []));
  return { name, stderr };
}

const none = () => null;
const broken = () => {
  throw new Error('kernels.node: wrong ELF class');
};

afterEach(() => vi.restoreAllMocks());

describe('without native kernels WebAssembly computes', () => {
  test('in silence where they were never built, and nobody asked for them', async () => {
    expect(await choose(none, {})).toEqual({ name: 'wasm', stderr: '' });
  });

  test.each([
    [{ backend: 'native' }, {}],
    [{}, { MLP_NATIVE_TILE: 'avx2' }],
  ])('and says why where they were asked for: %j %j', async (options, env) => {
    expect(await choose(none, options, env)).toEqual({
      name: 'wasm',
      stderr:
        'note: native kernels cannot be used: there are none: npm run build makes them where it finds a C compiler; ' +
        'wasm computes, more slowly; results are the same\n',
    });
  });

  test('and says why where they are there and do not work, and how to hear no more of it', async () => {
    const { name, stderr } = await choose(broken, {});
    expect(name).toBe('wasm');
    expect(stderr).toMatch(/wrong ELF class; wasm computes, .*; without this note: --backend wasm\n$/);
    expect(await choose(broken, { quiet: true })).toEqual({ name: 'wasm', stderr: '' });
  });
});

test('mlp doctor says what is missing, and how to get it', async () => {
  vi.resetModules();
  const { platform } = await import('#platform');
  vi.spyOn(platform, 'addon').mockImplementation(none);
  const { mlp } = await import('../helpers/cli.js');
  const env = { MLP_BLAS_LIBRARY: '/no/such/libblas.so' };
  const { code, stdout } = await mlp(['doctor'], { env });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^backend +wasm, where --backend names no other$/m);
  expect(stdout.replace(/\s+/g, ' ')).toMatch(
    /native no: there are none: .* to have native kernels, .*apt install gcc/,
  );
  expect(stdout).toMatch(/^blas +no$/m);
  const { advice } = JSON.parse((await mlp(['doctor', '--json'], { env })).stdout);
  const ofNode = Number.parseInt(process.versions.node, 10) < 22 ? ['node'] : [];
  expect(Object.keys(advice)).toEqual([...ofNode, 'native', 'blas']);
});
