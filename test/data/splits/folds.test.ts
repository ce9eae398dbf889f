import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dealFolds } from '../../../src/data/splits/deal_folds.js';
import { foldSizes, foldsText, rowsOfFold } from '../../../src/data/splits/folds.js';
import { divideFolds, type SplitConfig } from '../../../src/data/splits/index.js';
import { numberTable } from '../../../src/data/table/table.js';

const spread = (counts: readonly number[]) => Math.max(...counts) - Math.min(...counts);
const sorted = (rows: Iterable<number>) => [...rows].sort((a, b) => a - b);

/** Divides the rows of a table with a column g into folds. */
function divided(
  values: readonly number[],
  split: object,
  count: number,
  seed = 0,
  strata?: readonly number[],
) {
  const table = numberTable('table', { g: Float64Array.from(values) });
  const rows = Uint32Array.from(values.keys());
  const config = { validation: 0, test: 0, stratify: true, ...split } as unknown as SplitConfig;
  return divideFolds(table, rows, config, { count, seed, strata: strata && Int32Array.from(strata) });
}

test('every row is in one fold, folds differ by one row at most, and so does each class in them', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 2, maxLength: 60 }),
      fc.integer({ min: 2, max: 9 }),
      fc.nat(100),
      (classes, wanted, seed) => {
        const count = Math.min(wanted, classes.length);
        const { of } = dealFolds(classes.length, { count, seed, strata: Int32Array.from(classes) });
        const folds = Array.from({ length: count }, (_, fold) => rowsOfFold({ of }, fold));
        expect(sorted(folds.flatMap(({ inside }) => [...inside]))).toEqual([...classes.keys()]);
        for (const { inside, outside } of folds)
          expect(sorted([...inside, ...outside])).toEqual([...classes.keys()]);
        expect(spread(foldSizes({ of, count }))).toBeLessThanOrEqual(1);
        for (const c of new Set(classes)) {
          const inFold = folds.map(({ inside }) => [...inside].filter((row) => classes[row] === c).length);
          expect(spread(inFold)).toBeLessThanOrEqual(1);
        }
      },
    ),
  );
});

test('folds by chance change with the seed, and stratify: false leaves the classes aside', () => {
  const values = Array.from({ length: 40 }, (_, i) => i % 2);
  const [a, again, b] = [0, 0, 1].map((seed) => divided(values, { type: 'random' }, 4, seed, values));
  expect(again.of).toEqual(a.of);
  expect(b.of).not.toEqual(a.of);
  const free = divided(values, { type: 'random', stratify: false }, 4, 0, values);
  expect(free.how).toBe('at random');
  expect(foldsText(a)).toBe('4 folds at random, the classes in proportion: 10 rows each');
  expect(foldsText(divided(values.slice(1), { type: 'none' }, 4))).toBe(
    '4 folds at random: 9 to 10 rows each',
  );
});

test('groups are whole, each in one fold, and no fold is without one', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 20, maxLength: 150 }),
      fc.integer({ min: 2, max: 4 }),
      fc.nat(100),
      (groups, count, seed) => {
        fc.pre(new Set(groups).size >= count);
        const folds = divided(
          groups,
          { type: 'group', column: 'g' },
          count,
          seed,
          groups.map((g) => g % 3),
        );
        for (const g of new Set(groups))
          expect(new Set([...folds.of].filter((_, row) => groups[row] === g)).size).toBe(1);
        expect(new Set(folds.of).size).toBe(count);
        expect(folds.facts!.reduce((sum, fact) => sum + fact.groups!, 0)).toBe(new Set(groups).size);
      },
    ),
    { numRuns: 30 },
  );
});

test('folds of a time are blocks: all rows of a fold come before all of the next, those of one time together', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 8, maxLength: 80 }),
      fc.integer({ min: 2, max: 5 }),
      (times, count) => {
        fc.pre(new Set(times).size >= count);
        const { of } = divided(times, { type: 'time', column: 'g' }, count);
        expect(new Set(of).size).toBe(count);
        for (let i = 0; i < times.length; i++)
          for (let j = 0; j < times.length; j++)
            if (times[i] < times[j]) expect(of[i]).toBeLessThanOrEqual(of[j]);
        for (const time of new Set(times))
          expect(new Set([...of].filter((_, row) => times[row] === time)).size).toBe(1);
      },
    ),
  );
  expect([...divided([5, 3, 9, 1], { type: 'time' }, 2).of]).toEqual([0, 0, 1, 1]);
  expect(foldsText(divided([5, 3, 9, 1], { type: 'time', column: 'g' }, 2))).toBe(
    '2 folds that are blocks of time by g: 2 rows (1 to 3), 2 rows (5 to 9)',
  );
});

test.each([
  [[1, 2], { type: 'none' }, 5, /table: 5 folds \(ensemble\.members\) of 2 training rows: .*use at most 2/],
  [[1, 1, 2, 2], { type: 'group', column: 'g' }, 3, /g has 2 different values, but 3 folds .*use at most 2/],
  [[1, 1, 1, 1], { type: 'group', column: 'g' }, 3, /g has one value, but 3 folds .*leave "ensemble" out/],
  [
    [1, 1, 2, 2],
    { type: 'time', column: 'g' },
    3,
    /2 different values, but rows of one time stay together.*at most 2/,
  ],
])('too many folds for the rows, %j by %j', (values, split, count, message) => {
  expect(() => divided(values, split, count)).toThrow(message);
});
