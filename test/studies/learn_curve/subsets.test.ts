import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/config/index.js';
import { textOf } from '../../../src/data/table/rows.js';
import { gainOf } from '../../../src/studies/learn_curve/gain.js';
import { planCurve } from '../../../src/studies/learn_curve/plan_curve.js';
import { sizesOf } from '../../../src/studies/learn_curve/sizes.js';

const directory = new URL('../../../configs/', import.meta.url).pathname;
const penguins = { train: '../datasets/penguins.csv', target: 'species', missing: 'median' };
const diabetes = { train: '../datasets/diabetes.csv', target: 'progression' };
const plan = (split: object, { seed = 0, data = penguins as object } = {}) =>
  planCurve(
    {
      name: 'curve',
      ...parseConfig({
        data: { ...data, split },
        seed,
      }),
    },
    { directory },
    { repeats: 2 },
  );

describe.each([
  { split: { type: 'random', test: 0.2 } },
  { split: { type: 'random', test: 0.2, stratify: false } },
  { split: { type: 'group', column: 'age', test: 0.2 }, data: diabetes },
  { split: { type: 'time', column: 'age', test: 0.2 }, data: diabetes },
  { split: { type: 'time', test: 0.2 }, data: diabetes },
])('subsets of %j', ({ split, data }) => {
  it('are nested, and of training rows alone; the last has all of these', async () => {
    const { subsets, count, rows } = await plan(split, { data });
    for (const repeat of [0, 1]) {
      const found = subsets.filter((subset) => subset.repeat === repeat).map((subset) => [...subset.rows]);
      for (const [i, subset] of found.entries()) {
        expect(subset).toEqual([...new Set(subset)].sort((a, b) => a - b));
        if (i > 0) expect(subset).toEqual(expect.arrayContaining(found[i - 1]));
      }
      expect(found.at(-1)).toHaveLength(count.train);
    }
    expect(rows.read.rows.length).toBeGreaterThan(count.train);
  });

  it('depend on the seed and the repetition alone, where there is chance', async () => {
    const [a, again, b] = [
      await plan(split, { data }),
      await plan(split, { data }),
      await plan(split, { data, seed: 1 }),
    ];
    expect(again.subsets).toEqual(a.subsets);
    const first = (subsets: typeof a.subsets, repeat: number) =>
      subsets.find((subset) => subset.repeat === repeat)!.rows;
    if (split.type !== 'random') return;
    expect(first(b.subsets, 0)).not.toEqual(first(a.subsets, 0));
    expect(first(a.subsets, 1)).not.toEqual(first(a.subsets, 0));
  });
});

it('classes are in proportion, to a row or so, in each subset', async () => {
  const { subsets, rows } = await plan({ type: 'random', test: 0.2 });
  const { strata, rows: all } = rows.read;
  const classOf = new Map(Array.from(all, (row, i) => [row, strata![i]]));
  const countsOf = (indices: Iterable<number>) => {
    const counts = [0, 0, 0];
    for (const row of indices) counts[classOf.get(row)!]++;
    return counts;
  };
  const whole = countsOf(subsets.at(-1)!.rows);
  const total = subsets.at(-1)!.rows.length;
  for (const { rows: subset } of subsets)
    for (const [c, count] of countsOf(subset).entries())
      expect(Math.abs(count - (whole[c] * subset.length) / total)).toBeLessThan(2);
});

it('groups are whole, and the earliest times come first', async () => {
  const ageOf = ({ rows }: Awaited<ReturnType<typeof plan>>, row: number) =>
    Number(textOf(rows.read.table.columns.get('age')!, row));
  const grouped = await plan({ type: 'group', column: 'age', test: 0.2 }, { data: diabetes });
  const all = grouped.subsets.at(-1)!.rows;
  for (const { rows } of grouped.subsets) {
    const ages = new Set(Array.from(rows, (row) => ageOf(grouped, row)));
    expect(rows).toEqual(all.filter((row) => ages.has(ageOf(grouped, row))));
  }
  const timed = await plan({ type: 'time', column: 'age', test: 0.2 }, { data: diabetes });
  const times = timed.subsets.map(({ rows }) => Array.from(rows, (row) => ageOf(timed, row)));
  const latest = Math.max(...times[0]);
  const later = times.at(-1)!.filter((time) => time > latest);
  expect(times[0].length + later.length).toBe(times.at(-1)!.length);
});

it('sizes grow in equal ratios up to all rows, and are as asked for otherwise', () => {
  expect(sizesOf(320, undefined)).toEqual([10, 15, 22, 32, 47, 69, 101, 148, 218, 320]);
  expect(sizesOf(12, undefined)).toEqual([10, 11, 12]);
  expect(sizesOf(3, undefined)).toEqual([3]);
  expect(sizesOf(100, [1, 0.25, 7, 25])).toEqual([7, 25, 100]);
});

it('a gain is the slope by doublings over the last two of these, positive where more rows are better', () => {
  const result = (size: number, repeat: number, score: number | null) => ({
    ...{ size, rows: size, repeat, epochs: 1, stop_reason: 'epochs', training: null },
    score,
  });
  const results = [
    ...[0.9, 0.1, 0.9].map((score, repeat) => result(10, repeat, score)),
    ...[0.5, 0.6, 0.4].map((score, repeat) => result(32, repeat, score)),
    ...[0.7, 0.7, 0.7].map((score, repeat) => result(64, repeat, score)),
    ...[0.6, 0.8, 0.55].map((score, repeat) => result(128, repeat, score)),
  ];
  // slopes of three points a doubling apart: half of the last less the first; [0.05, 0.1, 0.075]
  // scipy.stats.ttest_1samp of these: t 5.196152422706632, p 0.03509871864598465
  const subject = { sizes: [10, 32, 64, 128], repeats: 3 };
  const gain = gainOf({ ...subject, better: 'higher' }, results)!;
  expect(gain).toMatchObject({ from: 32, to: 128 });
  expect(gain.mean).toBeCloseTo(0.075, 12);
  expect(gain.standard_error).toBeCloseTo(0.075 / 5.196152422706632, 12);
  expect(gain.p).toBeCloseTo(0.03509871864598465, 12);
  expect(gainOf({ ...subject, better: 'lower' }, results)!.mean).toBeCloseTo(-0.075, 12);
  const broken = [...results.slice(0, 11), result(128, 2, null)];
  expect(gainOf({ ...subject, better: 'higher' }, broken)).toBeUndefined();
  // where no size is in the last two doublings but all rows, it is from the one before
  expect(gainOf({ sizes: [10, 128], repeats: 3, better: 'higher' }, results)).toMatchObject({
    from: 10,
    to: 128,
  });
});
