import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Kernels } from '../../src/kernels/index.js';
import { loadState, random, randomFromState, STATE_NUMBERS, storeState, uniform } from '../../src/random.js';
import { runs } from '../helpers/runs.js';
import { arena, firstDifference, seed } from './arena.js';

const rates = fc.oneof(
  fc.constantFrom(0, 0.1, 0.5, 2 ** -53, 2 ** -26, 1 - 2 ** -53, 1 / 3),
  fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
);

/** Laws of every backend on masks. */
export function maskLaws(kernels: Kernels): void {
  it('keepMask: the numbers of `uniform`, compared with the rate, and the state after them', () => {
    fc.assert(
      fc.property(seed, fc.nat(40), rates, (seed, n, rate) => {
        const rng = random(seed, 'masks');
        const numbers = randomFromState(rng.getState());
        const { views, isGuarded } = arena(kernels, [STATE_NUMBERS, n]);
        const [state, mask] = views;
        expect(loadState(rng, state)).toBe(true);
        kernels.keepMask(state, mask, n, rate);
        storeState(rng, state);
        const expected = Float64Array.from({ length: n }, () =>
          uniform(numbers) < rate ? 0 : 1 / (1 - rate),
        );
        expect(firstDifference(mask, expected)).toBeNull();
        expect(rng.getState()).toEqual(numbers.getState());
        expect(isGuarded()).toBe(true);
      }),
      { numRuns: runs(100, 1000) },
    );
  });

  it('keepMask leaves a mask as it is where nobody knows the generator', () => {
    const { views } = arena(kernels, [STATE_NUMBERS, 3]);
    const [state, mask] = views;
    mask.set([1, 2, 3]);
    const { clone, getState, next } = random(1, 'masks');
    expect(loadState({ clone, getState, next }, state)).toBe(false);
    kernels.keepMask(state, mask, 3, 0.5);
    expect([...mask]).toEqual([1, 2, 3]);
  });
}
