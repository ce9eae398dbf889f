import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dealFolds } from '../../../src/data/splits/deal_folds.js';
import { foldSizes, rowsOfFold } from '../../../src/data/splits/folds.js';

const spread = (counts: readonly number[]) => Math.max(...counts) - Math.min(...counts);

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
        expect(folds.flatMap(({ inside }) => [...inside]).sort((a, b) => a - b)).toEqual([...classes.keys()]);
        for (const { inside, outside } of folds)
          expect([...inside, ...outside].sort((a, b) => a - b)).toEqual([...classes.keys()]);
        expect(spread(foldSizes({ of, count }))).toBeLessThanOrEqual(1);
        for (const c of new Set(classes))
          expect(
            spread(folds.map(({ inside }) => [...inside].filter((row) => classes[row] === c).length)),
          ).toBeLessThanOrEqual(1);
      },
    ),
  );
});
