import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import { log } from './math/index.js';
import { Xoroshiro128Plus } from './xoroshiro.js';

/** A generator of random numbers: always an argument, never a global. */
export type Random = RandomGenerator;

/**
 * Purposes of random numbers. Each has a sequence by itself (2⁶⁴ draws apart), so that adding a dropout layer leaves
 * the split and the initial weights as they were.
 */
const purposes = ['data', 'split', 'weights', 'shuffle', 'masks', 'check'] as const;
export type Purpose = (typeof purposes)[number];

/** Creates the sequence for a purpose; `restart` 0, 1, 2 … have different sequences. `seed` is a 32-bit integer. */
export function random(seed: number, purpose: Purpose, restart = 0): Random {
  const generator = xoroshiro128plus(seed);
  const jumps = 1 + restart * purposes.length + purposes.indexOf(purpose);
  for (let i = 0; i < jumps; i++) generator.jump();
  return randomFromState(generator.getState());
}

/** Restores the generator whose `getState()` was `state`. */
export const randomFromState = (state: readonly number[]): Random => {
  const [s01, s00, s11, s10] = state;
  return new Xoroshiro128Plus(s01, s00, s11, s10);
};

/** Uniform on [0, 1), a multiple of 2⁻⁵³. */
export const uniform = uniformFloat64;

/** Numbers that `loadState` takes. */
export const STATE_NUMBERS = 5;

/**
 * Writes the state of a generator, for kernels that draw from it: 1, then four numbers; only a 0, and returns false,
 * where it is one that they do not know.
 */
export function loadState(rng: Random, state: Float64Array): boolean {
  const isKnown = rng instanceof Xoroshiro128Plus;
  state[0] = Number(isKnown);
  if (isKnown) rng.writeState(state, 1);
  return isKnown;
}

/** Puts a generator into the state that kernels have left. */
export function storeState(rng: Random, state: Float64Array): void {
  if (state[0] === 1) (rng as Xoroshiro128Plus).readState(state, 1);
}

/** Count of different numbers that a generator gives: 2³². */
const RANGE = 4294967296;

/**
 * Uniform on the integers 0 … n − 1, n ≤ 2³²: the library's own rule, and numbers, but with the quotient rounded down
 * where that takes the remainder of doubles, which made the shuffling of iris a tenth of its training. The quotient of
 * integers below 2³² is never rounded up to the next one, and its product with n is exact.
 */
export function integerBelow(rng: Random, n: number): number {
  for (;;) {
    const x = rng.next() + RANGE / 2;
    // drawn again: what is beyond the last multiple of n; most numbers are far below it
    if (x < RANGE - n || x < Math.floor(RANGE / n) * n) return x - Math.floor(x / n) * n;
  }
}

/**
 * Standard normal, by Marsaglia's polar method; the second of the pair is dropped, so that the state is the generator's
 * alone.
 */
export function normal(rng: Random): number {
  for (;;) {
    const u = 2 * uniform(rng) - 1;
    const v = 2 * uniform(rng) - 1;
    const s = u * u + v * v;
    if (s > 0 && s < 1) return u * Math.sqrt((-2 * log(s)) / s);
  }
}

/** Shuffles in place (Fisher and Yates, from the back). */
export function shuffle(rng: Random, items: Float64Array | Uint32Array): void {
  if (rng instanceof Xoroshiro128Plus) {
    rng.shuffle(items);
    return;
  }
  for (let i = items.length - 1; i > 0; i--) {
    const j = integerBelow(rng, i + 1);
    const item = items[i];
    items[i] = items[j];
    items[j] = item;
  }
}
