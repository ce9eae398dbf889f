import fc from 'fast-check';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import { describe, expect, it } from 'vitest';
import {
  integerBelow,
  normal,
  type Purpose,
  random,
  randomFromState,
  shuffle,
  uniform,
} from '../src/random.js';
import type { Xoroshiro128Plus } from '../src/xoroshiro.js';
import { runs } from './helpers/runs.js';

const purposes: Purpose[] = ['data', 'split', 'weights', 'shuffle', 'masks', 'check'];
const draws = (rng: ReturnType<typeof random>, n: number) => Array.from({ length: n }, () => uniform(rng));
const seeds = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });

describe('streams', () => {
  it('of every purpose, restart and neighbouring seed differ', () => {
    const firsts = [0, 1, 2].flatMap((seed) =>
      [0, 1, 2].flatMap((restart) =>
        purposes.map((purpose) => draws(random(seed, purpose, restart), 2).join()),
      ),
    );
    expect(new Set(firsts).size).toBe(3 * 3 * purposes.length);
  });

  it('are the same for the same seed', () => {
    fc.assert(
      fc.property(seeds, fc.constantFrom(...purposes), (seed, purpose) => {
        expect(draws(random(seed, purpose), 5)).toEqual(draws(random(seed, purpose), 5));
      }),
    );
  });

  it('are not correlated from purpose to purpose', () => {
    const n = 20_000;
    const [a, b] = [draws(random(7, 'weights'), n), draws(random(7, 'shuffle'), n)];
    let sum = 0;
    for (let i = 0; i < n; i++) sum += (a[i] - 0.5) * (b[i] - 0.5);
    // Each term has variance (1/12)²; five standard errors.
    expect(Math.abs(sum / n)).toBeLessThan(5 / 12 / Math.sqrt(n));
  });

  it('keep their bits from version to version (a snapshot: proves only sameness)', () => {
    const rng = random(42, 'weights');
    expect([uniform(rng), uniform(rng), normal(rng), integerBelow(rng, 1000)]).toMatchInlineSnapshot(`
      [
        0.7381718692768996,
        0.04026260243130508,
        0.5238469807699203,
        720,
      ]
    `);
  });
});

describe('many numbers at once', () => {
  const library = (rng: ReturnType<typeof random>) => xoroshiro128plusFromState(rng.getState());

  it('are those of one by one, and of pure-rand, and the sequence goes on', () => {
    fc.assert(
      fc.property(seeds, fc.constantFrom(...purposes), fc.nat(20), (seed, purpose, n) => {
        const [fast, slow] = [random(seed, purpose), random(seed, purpose)];
        const given = library(fast);
        const values = new Float64Array(n + 1).fill(-1);
        (fast as Xoroshiro128Plus).fillUniform(values, n);
        const expected = draws(slow, n);
        expect([...values]).toEqual([...expected, -1]);
        expect(draws(given as never, n)).toEqual(expected);
        expect(fast.getState()).toEqual(slow.getState());
        expect(fast.next()).toBe(given.next());
      }),
      { numRuns: runs(100, 1000) },
    );
  });
});

describe('the state', () => {
  it('goes round through JSON, and the sequence goes on', () => {
    fc.assert(
      fc.property(seeds, fc.nat(20), (seed, before) => {
        const rng = random(seed, 'masks');
        for (let i = 0; i < before; i++) normal(rng);
        const state = JSON.parse(JSON.stringify(rng.getState()));
        const copy = randomFromState(state);
        expect(Array.from({ length: 5 }, () => normal(copy))).toEqual(
          Array.from({ length: 5 }, () => normal(rng)),
        );
        expect(copy.getState()).toEqual(rng.getState());
      }),
    );
  });
});

describe('distributions', () => {
  const n = 100_000;

  it('uniform: in [0, 1), mean 1/2, variance 1/12, multiples of 2⁻⁵³', () => {
    const values = draws(random(1, 'check'), n);
    let sum = 0;
    let squares = 0;
    for (const u of values) {
      expect(u >= 0 && u < 1 && Number.isInteger(u * 2 ** 53)).toBe(true);
      sum += u;
      squares += (u - 0.5) ** 2;
    }
    // Five standard errors; (u − 1/2)² has variance 1/180.
    expect(Math.abs(sum / n - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / n));
    expect(Math.abs(squares / n - 1 / 12)).toBeLessThan(5 * Math.sqrt(1 / 180 / n));
  });

  it('normal: the first four moments are 0, 1, 0, 3', () => {
    const rng = random(2, 'check');
    const sums = [0, 0, 0, 0];
    for (let i = 0; i < n; i++) {
      const x = normal(rng);
      for (let k = 0; k < 4; k++) sums[k] += x ** (k + 1);
    }
    // Five standard errors: xᵏ has variance E x²ᵏ − (E xᵏ)², where E x², x⁴, x⁶, x⁸ are 1, 3, 15, 105.
    const expected = [0, 1, 0, 3];
    const variances = [1, 3 - 1, 15, 105 - 9];
    for (let k = 0; k < 4; k++)
      expect(Math.abs(sums[k] / n - expected[k])).toBeLessThan(5 * Math.sqrt(variances[k] / n));
  });

  it('normal: the parts beyond 1, 2 and 3 deviations', () => {
    const rng = random(3, 'check');
    const beyond = [0, 0, 0];
    for (let i = 0; i < n; i++) {
      const x = Math.abs(normal(rng));
      for (let k = 0; k < 3; k++) if (x > k + 1) beyond[k]++;
    }
    // 2 (1 − Φ(k))
    for (const [k, p] of [0.31731050786291415, 0.04550026389635842, 0.002699796063260207].entries())
      expect(Math.abs(beyond[k] / n - p)).toBeLessThan(5 * Math.sqrt((p * (1 - p)) / n));
  });

  it('integerBelow: the numbers of the library', () => {
    const size = fc.oneof(
      fc.integer({ min: 1, max: 1000 }),
      fc.integer({ min: 1, max: 2 ** 32 }),
      fc.integer({ min: 0, max: 32 }).map((k) => 2 ** k),
      fc.integer({ min: 1, max: 32 }).map((k) => 2 ** k - 1),
    );
    fc.assert(
      fc.property(seeds, size, (seed, n) => {
        const [generator, library] = [random(seed, 'check'), random(seed, 'check')];
        for (let i = 0; i < 50; i++) expect(integerBelow(generator, n)).toBe(uniformInt(library, 0, n - 1));
      }),
      { numRuns: runs(200, 1000) },
    );
  });

  it('integerBelow: every value about as often', () => {
    const rng = random(4, 'check');
    const counts = new Float64Array(7);
    for (let i = 0; i < 70_000; i++) counts[integerBelow(rng, 7)]++;
    // Five standard deviations of a binomial count.
    for (const count of counts)
      expect(Math.abs(count - 10_000)).toBeLessThan(5 * Math.sqrt((70_000 * 6) / 49));
    expect(integerBelow(rng, 1)).toBe(0);
  });
});

describe('shuffle', () => {
  it('is a permutation', () => {
    fc.assert(
      fc.property(seeds, fc.uint32Array({ maxLength: 50 }), (seed, items) => {
        const shuffled = items.slice();
        shuffle(random(seed, 'shuffle'), shuffled);
        expect([...shuffled].sort()).toEqual([...items].sort());
      }),
    );
  });

  it('is that of the numbers of integerBelow, one that is drawn again among them', () => {
    // the first number is 2³² − 1, which is beyond the last multiple of 3
    const state = [1, 2 ** 31 - 1, 5, 0];
    const seeds = [state, random(3, 'shuffle').getState()];
    for (const from of seeds)
      for (const length of [0, 1, 3, 500]) {
        const [ours, other] = [randomFromState(from), randomFromState(from)];
        const plain = { next: () => other.next(), clone: () => plain, getState: () => other.getState() };
        const items = Float64Array.from({ length }, (_, i) => i);
        const again = items.slice();
        shuffle(ours, items);
        shuffle(plain, again);
        expect(items).toEqual(again);
        expect(ours.getState()).toEqual(other.getState());
      }
  });

  it('gives each of the 24 orders of four about as often', () => {
    const rng = random(5, 'shuffle');
    const counts = new Map<string, number>();
    const n = 24_000;
    for (let i = 0; i < n; i++) {
      const items = Uint32Array.of(0, 1, 2, 3);
      shuffle(rng, items);
      counts.set(items.join(), (counts.get(items.join()) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(5 * Math.sqrt(1000));
  });
});
