import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  conformalQuantile,
  highestLevel,
  keptScores,
  leastRows,
  predictionSet,
  setScore,
} from '../../src/metrics/conformal/index.js';

const level = fc.integer({ min: 1, max: 99 }).map((percent) => percent / 100);

describe('quantiles of scores', () => {
  // each of n + 1 exchangeable scores is as likely to be the new one: over all choices the shares are exact
  test('of n + 1 scores, each in turn the new one, ⌈(n + 1) · level⌉ are within the quantile of the others', () => {
    const scores = fc.uniqueArray(fc.integer(), { minLength: 2, maxLength: 60 });
    fc.assert(
      fc.property(scores, level, (list, share) => {
        const all = list.length;
        fc.pre(all - 1 >= leastRows(share));
        const within = list.filter((score, i) => {
          const others = Float64Array.from(list.filter((_, k) => k !== i));
          return score <= conformalQuantile(keptScores(others), share);
        });
        const percent = Math.round(share * 100);
        expect(within).toHaveLength(Math.max(1, Math.ceil((all * percent) / 100)));
      }),
    );
  });

  test('equal scores cover more, and never less', () => {
    const scores = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 2, maxLength: 40 });
    fc.assert(
      fc.property(scores, level, (list, share) => {
        const all = list.length;
        fc.pre(all - 1 >= leastRows(share));
        const within = list.filter((score, i) => {
          const others = Float64Array.from(list.filter((_, k) => k !== i));
          return score <= conformalQuantile(keptScores(others), share);
        });
        expect(within.length / all).toBeGreaterThanOrEqual(share - 1e-12);
      }),
    );
  });

  test.each([
    [0.9, 9],
    [0.95, 19],
    [0.99, 99],
    [0.999, 999],
    [0.5, 1],
    [0.7, 3], // 1 / 0.3 = 3.33 …
    [0.8, 4],
  ])('%s needs %i rows', (share, rows) => {
    expect(leastRows(share)).toBe(rows);
    const scores = keptScores(Float64Array.from({ length: rows }, (_, i) => i));
    expect(conformalQuantile(scores, share)).toBe(rows - 1);
    expect(highestLevel(rows)).toBeGreaterThanOrEqual(share - 0.06);
    expect(conformalQuantile(scores, highestLevel(rows))).toBe(rows - 1);
    const fewer = keptScores(Float64Array.from({ length: rows - 1 }, (_, i) => i));
    expect(() => conformalQuantile(fewer, share)).toThrow(
      `--interval ${share}: needs ${rows} calibration row${rows === 1 ? '' : 's'}, and the model has ${rows - 1}`,
    );
  });

  test('of many rows the next larger score that is kept', () => {
    const rows = 25_007;
    const kept = keptScores(Float64Array.from({ length: rows }, (_, i) => rows - i)); // 1 … rows
    expect(kept.values).toHaveLength(10_000);
    expect(kept.values.at(-1)).toBe(rows);
    for (const share of [0.001, 0.1, 0.5, 0.9, 0.99, 0.9999]) {
      const rank = Math.ceil((rows + 1) * share);
      const quantile = conformalQuantile(kept, share);
      expect(quantile).toBeGreaterThanOrEqual(rank);
      expect(quantile - rank).toBeLessThan(3);
    }
  });
});

describe('sets', () => {
  const weights = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 2, maxLength: 6 });

  test('hold the classes whose score is within the quantile, the most probable first, at least one', () => {
    fc.assert(
      fc.property(weights, fc.double({ min: 0, max: 1, noNaN: true }), (list, quantile) => {
        const total = list.reduce((sum, w) => sum + w, 0);
        fc.pre(total > 0);
        const p = Float64Array.from([7, ...list.map((w) => w / total)]);
        const k = list.length;
        const set = predictionSet(p, 1, k, quantile);
        const within = list.flatMap((_, j) => (setScore(p, 1, k, j) <= quantile ? [j] : []));
        expect([...set].sort((a, b) => a - b)).toEqual(within);
        expect(p[1 + set[0]]).toBe(Math.max(...p.subarray(1)));
      }),
    );
  });

  // Romano, Sesia and Candès 2020, equation 4: L(x; τ) is the least number of classes whose sum is at least τ
  test.each([
    [0.3, ['b']],
    [0.5, ['b']],
    [0.6, ['b', 'c']],
    [0.8, ['b', 'c']],
    [0.9, ['b', 'c', 'a']],
  ])('up to the sum %s', (sum, names) => {
    const p = Float64Array.of(0.125, 0.5, 0.375);
    // a sum that no class reaches exactly
    const set = predictionSet(p, 0, 3, sum - 1e-9).map((j) => 'abc'[j]);
    expect(set).toEqual(names);
  });
});
