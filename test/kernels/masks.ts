import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Kernels } from '../../src/kernels/index.js';
import {
  loadState,
  random,
  randomFromState,
  STATE_NUMBERS,
  shuffle,
  storeState,
  uniform,
} from '../../src/random.js';
import { runs } from '../helpers/runs.js';
import { arena, fill, firstDifference, seed } from './arena.js';

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
      { numRuns: runs(40, 1000) },
    );
  });

  it('shuffle: the order of `shuffle`, and the state after it', () => {
    fc.assert(
      fc.property(seed, fc.nat(60), (seed, n) => {
        const rng = random(seed, 'shuffle');
        const other = randomFromState(rng.getState());
        const { views, isGuarded } = arena(kernels, [STATE_NUMBERS, n]);
        const [state, order] = views;
        kernels.countUp(order, n);
        const expected = Float64Array.from({ length: n }, (_, i) => i);
        expect(firstDifference(order, expected)).toBeNull();
        expect(loadState(rng, state)).toBe(true);
        kernels.shuffle(state, order, n);
        storeState(rng, state);
        shuffle(other, expected);
        expect(firstDifference(order, expected)).toBeNull();
        expect(rng.getState()).toEqual(other.getState());
        expect(isGuarded()).toBe(true);
      }),
      { numRuns: runs(40, 1000) },
    );
  });

  it('shuffle draws again what is beyond the last multiple, as `shuffle` does', () => {
    // the first number, 2³² − 1 when it counts from 0, is beyond the last multiple of 3
    const first = [0, 0x7fffffff, 0, 0];
    const { views } = arena(kernels, [STATE_NUMBERS, 3]);
    const [state, order] = views;
    const [rng, other] = [randomFromState(first), randomFromState(first)];
    expect(other.clone().next() + 2 ** 31).toBe(2 ** 32 - 1);
    order.set([0, 1, 2]);
    loadState(rng, state);
    kernels.shuffle(state, order, 3);
    storeState(rng, state);
    const expected = Float64Array.of(0, 1, 2);
    shuffle(other, expected);
    expect([...order]).toEqual([...expected]);
    expect(rng.getState()).toEqual(other.getState());
    const drawn = randomFromState(first);
    for (let i = 0; i < 3; i++) drawn.next();
    expect(rng.getState()).toEqual(drawn.getState());
  });

  it('shuffle leaves an order as it is where nobody knows the generator', () => {
    const { views } = arena(kernels, [STATE_NUMBERS, 3]);
    const [state, order] = views;
    order.set([1, 2, 3]);
    state[0] = 0;
    kernels.shuffle(state, order, 3);
    expect([...order]).toEqual([1, 2, 3]);
  });

  it('allFinite: whether a number is NaN or infinite, wherever it is', () => {
    fc.assert(
      fc.property(
        seed,
        fc.nat(20),
        fc.nat(),
        fc.constantFrom(Number.NaN, Infinity, -Infinity, 1e308, -0),
        (seed, n, at, value) => {
          const { views, isGuarded } = arena(kernels, [n, 1]);
          const [x, result] = views;
          fill(x, seed, 0);
          kernels.allFinite(x, result, n);
          expect(result[0]).toBe(1);
          if (n > 0) x[at % n] = value;
          kernels.allFinite(x, result, n);
          expect(result[0]).toBe(Number(n === 0 || Number.isFinite(value)));
          expect(isGuarded()).toBe(true);
        },
      ),
      { numRuns: runs(40, 1000) },
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
