import fc from 'fast-check';
import type { Kernels } from '../../src/kernels/index.js';
import { random, uniform } from '../../src/random.js';

/**
 * Ordinary numbers of very different size, so that a sum in another order has other bits; now and then a special one.
 */
const special = [0, -0, 5e-324, -5e-324, 2.5e-310, 1e308, -1e308, Infinity, -Infinity, Number.NaN];
export const seed = fc.integer({ min: 0, max: 2 ** 31 - 1 });

export function fill(view: Float64Array, seed: number, specialEvery: number): Float64Array {
  const rng = random(seed, 'check');
  for (let i = 0; i < view.length; i++) {
    const isSpecial = specialEvery > 0 && uniform(rng) < 1 / specialEvery;
    view[i] = isSpecial
      ? special[Math.floor(uniform(rng) * special.length)]
      : (uniform(rng) - 0.5) * 2 ** Math.floor(40 * uniform(rng) - 20);
  }
  return view;
}

/**
 * Text on the first difference of two vectors; 0 and −0 do differ, NaN is NaN (of which an engine may keep any bits).
 */
export function firstDifference(actual: Float64Array, expected: Float64Array): string | null {
  if (actual.length !== expected.length) return `length ${actual.length}, not ${expected.length}`;
  const i = expected.findIndex((value, k) => !Object.is(actual[k], value));
  return i < 0 ? null : `element ${i}: ${actual[i]}, not ${expected[i]}`;
}

const GUARD = 12345.678;

/** The memory of one call: operands claimed one after the other, each with a number before it that nobody may touch. */
export function arena(kernels: Kernels, sizes: readonly number[]) {
  const memory = kernels.allocate(sizes.reduce((sum, size) => sum + size + 1, 1)).fill(GUARD);
  let offset = 1;
  const views = sizes.map((size) => {
    const view = memory.subarray(offset, offset + size);
    offset += size + 1;
    return view;
  });
  const isGuarded = () => {
    let at = 0;
    return [...sizes, 0].every((size) => {
      const kept = memory[at] === GUARD;
      at += size + 1;
      return kept;
    });
  };
  return { views, isGuarded };
}
