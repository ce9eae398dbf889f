import { expect, it } from 'vitest';
import type { PoolSession } from '../../../src/kernels/threads/session.js';
import { instantiate } from '../../../src/kernels/wasm/engine.js';
import { WasmProgram } from '../../../src/kernels/wasm/program.js';

const [PAGES, START, LINE] = [16, 4096, 64];

/** Whether a pool of two threads is asked for help with a product of 64 × 64 × 64 matrices, of 26 µs. */
function isShared(leastShared: number): boolean {
  const { functions, memory } = instantiate(PAGES)!;
  let end = START;
  const claim = (bytes: number) => {
    end += LINE * Math.ceil(bytes / LINE);
    return end - LINE * Math.ceil(bytes / LINE);
  };
  let asked = false;
  const pool = {
    threads: 2,
    isReady() {
      asked = true;
      return false;
    },
  } as unknown as PoolSession;
  const [a, b, c] = [0, 1, 2].map(() => claim(8 * 64 * 64));
  functions.useScratch(claim(functions.scratchBytes()));
  const product = { name: 'matmul', values: [a, b, c, 64, 64, 64, 0], guard: 0 };
  new WasmProgram([[product]], { functions, memory, claim, pool, grain: 1000, leastShared }).run();
  return asked;
}

it('a program of less work than is worth sharing is one thread’s, by the counts of its work', () => {
  expect(isShared(20_000)).toBe(true);
  expect(isShared(30_000)).toBe(false);
});
