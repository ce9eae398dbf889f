import { describe, expect, it, vi } from 'vitest';
import { STATE, state } from '../../../src/kernels/threads/mailbox.js';
import { Pool } from '../../../src/kernels/threads/pool.js';
import { splittable } from '../../../src/kernels/threads/split.js';
import { instantiate } from '../../../src/kernels/wasm/engine.js';
import { createWasmKernels } from '../../../src/kernels/wasm/index.js';
import { kernelLaws } from '../laws.js';

// Here no work is too small to be split, and a worker gets the time to begin with what it is given.
const takeBack = vi.spyOn(Pool.prototype, 'takeBack').mockImplementation(({ words }) => {
  while (Atomics.load(words, STATE) === state.posted);
  return false;
});

describe.each([2, 3, 5])('%i threads', (threads) => {
  const post = vi.spyOn(Pool.prototype, 'post');
  kernelLaws(createWasmKernels({ threads, grain: 0 })!);

  it('have all had their part', () => {
    expect(post).toHaveBeenCalled();
    expect(takeBack).toHaveBeenCalled();
    const workers = new Set(post.mock.calls.map(([mailbox]) => mailbox));
    expect(workers.size).toBe(threads - 1);
    post.mockClear();
  });
});

it('there is a rule for every function that computes', () => {
  const computing = Object.keys(instantiate(20)!.wasm).filter((name) => !/scratch/i.test(name));
  expect([...splittable].sort()).toEqual(computing.sort());
});

it('what is too small starts no thread, and a single thread never does', () => {
  const mailbox = vi.spyOn(Pool.prototype, 'mailbox');
  const vectors = new Map<unknown, Float64Array[]>();
  const multiply = (kernels: ReturnType<typeof createWasmKernels>, n: number) => {
    const [a, b, c] = vectors.get(kernels) ?? [1, 2, 3].map(() => kernels!.allocate(128 * 128).fill(2));
    vectors.set(kernels, [a, b, c]);
    kernels!.matmul(a, b, c, n, n, n, false);
    expect(c[n * n - 1]).toBe(4 * n);
  };
  const kernels = createWasmKernels({ threads: 2 })!;
  for (let i = 0; i < 10_000; i++) multiply(kernels, 2); // too small, each of them
  multiply(kernels, 128); // 0.2 ms: not yet
  multiply(createWasmKernels({ threads: 1, grain: 0 }), 128);
  expect(mailbox).not.toHaveBeenCalled();
  while (mailbox.mock.calls.length === 0) multiply(kernels, 128);
});
