import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { divide as divideRows, type Parts } from '../../../src/data/splits/index.js';
import { numberTable } from '../../../src/data/table/table.js';
import { failure, load } from '../support.js';

const divide = (...options: Parameters<typeof divideRows>): Parts => divideRows(...options).parts;
const indices = (n: number) => Uint32Array.from({ length: n }, (_, i) => i);
const table = (n: number) => numberTable('table', { x: new Float64Array(n) });
const random = (validation: number, test: number, stratify = true) =>
  ({ type: 'random', validation, test, stratify }) as const;
const sizes = ({ train, validation, test }: Parts) => [train.length, validation?.length, test?.length];

describe('random', () => {
  const fraction = fc.integer({ min: 5, max: 40 }).map((percent) => percent / 100);
  const classes = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 30, maxLength: 120 });

  test('parts are disjoint, cover all rows in their order, and have their share, in each class and in all', () => {
    fc.assert(
      fc.property(classes, fraction, fraction, fc.integer(), (list, validation, test, seed) => {
        const strata = Int32Array.from(list);
        const divided = divide(
          table(list.length),
          indices(list.length),
          random(validation, test),
          seed,
          strata,
        );
        const parts = [divided.train, divided.validation!, divided.test!];
        expect(parts.flatMap((part) => [...part]).sort((a, b) => a - b)).toEqual([...indices(list.length)]);
        for (const part of parts) expect([...part]).toEqual([...part].sort((a, b) => a - b));
        const shares = [1 - validation - test, validation, test];
        parts.forEach((part, i) => {
          for (const kind of new Set(list)) {
            const all = list.filter((other) => other === kind).length;
            const here = part.filter((row) => list[row] === kind).length;
            if (all >= 5) expect(Math.abs(here - all * shares[i])).toBeLessThan(1 + 1e-9);
            if (i === 0) expect(here).toBeGreaterThan(0);
          }
        });
      }),
    );
  });

  // 50 rows a class: 35 + 7.5 + 7.5. The half rows go by turns: 8 + 7, 7 + 8, 8 + 7.
  test('what whole numbers leave over evens out over the classes', () => {
    const strata = Int32Array.from({ length: 150 }, (_, i) => Math.floor(i / 50));
    expect(sizes(divide(table(150), indices(150), random(0.15, 0.15), 1, strata))).toEqual([105, 23, 22]);
  });

  test('sizes that are whole are met exactly', () => {
    expect(sizes(divide(table(20), indices(20), random(0.15, 0.15), 1, undefined))).toEqual([14, 3, 3]);
    expect(sizes(divide(table(10), indices(10), random(0.3, 0), 1, undefined))).toEqual([7, 3, undefined]);
    // 0.29 · 100 is 28.999999999999996 in doubles.
    expect(sizes(divide(table(100), indices(100), random(0.29, 0), 1, undefined))).toEqual([
      71,
      29,
      undefined,
    ]);
  });

  test('the seed decides', () => {
    const of = (seed: number) => [
      ...divide(table(100), indices(100), random(0.2, 0), seed, undefined).validation!,
    ];
    expect(of(1)).toEqual(of(1));
    expect(of(1)).not.toEqual(of(2));
  });

  test('without stratify the classes are not looked at', () => {
    const strata = Int32Array.from({ length: 100 }, (_, i) => i % 2);
    const plain = divide(table(100), indices(100), random(0.2, 0), 3, undefined);
    expect(divide(table(100), indices(100), random(0.2, 0, false), 3, strata)).toEqual(plain);
  });
});

const rows = (parts: readonly string[]) =>
  ['x,y,part', ...parts.map((part, i) => `${i},${i}.5,${part}`)].join('\n');

describe('by a column', () => {
  test('whose values are train, validation and test', async () => {
    const text = rows(['test', 'train', 'validation', 'train', 'train']);
    const { train, validation, test } = await load(text, {
      target: 'y',
      scale: 'none',
      split: { type: 'column', column: 'part' },
    });
    expect([train.x, validation!.x, test!.x].map((x) => [...x])).toEqual([[1, 3, 4], [2], [0]]);
  });

  test('other usual words, in any case, are taken for them, and that is said', async () => {
    const text = rows(['Test', 'TRAIN', 'val', 'training', 'dev', 'val']);
    const { train, validation, test, notes } = await load(text, {
      target: 'y',
      scale: 'none',
      split: { type: 'column', column: 'part' },
    });
    expect([train.x, validation!.x, test!.x].map((x) => [...x])).toEqual([[1, 3], [2, 4, 5], [0]]);
    expect(notes).toContain(
      'column part: taken for train: "TRAIN", "training"; for validation: "val", "dev"; for test: "Test"',
    );
  });

  test.each([
    [
      ['train', 'holdout'],
      'data: stdin:3:3: column 3 (part): "holdout" is no part of the data; ' +
        'expected train, validation (or val, valid, dev), test or calibration',
    ],
    [['train', ''], 'data: stdin:3:3: column 3 (part): a missing value in the column that the split goes by'],
    [['test', 'validation'], 'data: stdin: the train split is empty: no row says "train" in column part'],
  ])('%j is refused', async (parts, message) => {
    expect(
      await failure(load(rows(parts), { target: 'y', split: { type: 'column', column: 'part' } })),
    ).toContain(message);
  });
});

test('a part left empty is refused', async () => {
  const text = rows(['a', 'a', 'a']);
  expect(await failure(load(text, { target: 'y', ignore: ['part'], split: random(0.1, 0) }))).toMatch(
    /^data: stdin: the validation split is empty: 0.1 of 3 rows is less than one; use more rows, --set data.split.validation=0.34, or --set/,
  );
});

test('scaling is fitted to the training rows alone', async () => {
  const parts = ['train', 'train', 'validation'];
  const { preprocessing, validation } = await load(rows(parts), {
    target: 'y',
    scale: 'minmax',
    split: { type: 'column', column: 'part' },
  });
  expect(preprocessing.features).toMatchObject([{ kind: 'number', name: 'x', center: 0, scale: 1 }]);
  expect([...validation!.x]).toEqual([2]);
});
