import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { divide } from '../../../src/data/splits/index.js';
import { numberTable } from '../../../src/data/table/table.js';
import { failure, load } from '../support.js';

const dividedBy = (times: readonly number[], validation: number, rest: number) => {
  const table = numberTable('table', { day: Float64Array.from(times) });
  const rows = Uint32Array.from(times.keys());
  const config = { type: 'time', column: 'day', validation, test: rest } as const;
  return divide(table, rows, config, { seed: 0, strata: undefined, note: () => {} });
};

describe('a split by time', () => {
  test('each part is before the next, ties are in one, and shares are met as nearly as ties allow', () => {
    const days = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 30, maxLength: 120 });
    fc.assert(
      fc.property(days, (list) => {
        const { train, validation, test: rest } = dividedBy(list, 0.2, 0.2);
        const [first, second, last] = [train, validation!, rest!].map((rows) =>
          [...rows].map((row) => list[row]),
        );
        expect(Math.max(...first)).toBeLessThan(Math.min(...second));
        expect(Math.max(...second)).toBeLessThan(Math.min(...last));
        for (const rows of [train, validation!, rest!])
          expect([...rows]).toEqual([...rows].toSorted((a, b) => a - b));
        const ties = Math.max(...list.map((day) => list.filter((other) => other === day).length));
        expect(Math.abs(last.length - 0.2 * list.length)).toBeLessThanOrEqual(ties);
      }),
    );
  });

  test('shares that are whole are met exactly', () => {
    const { train, validation, test: rest } = dividedBy([5, 4, 3, 2, 1, 10, 9, 8, 7, 6], 0.2, 0.3);
    expect([train, validation, rest]).toEqual([
      Uint32Array.of(0, 1, 2, 3, 4),
      Uint32Array.of(8, 9),
      Uint32Array.of(5, 6, 7),
    ]);
  });

  test('goes by the order in the file where no column is named', async () => {
    const text = ['x,y', ...Array.from({ length: 10 }, (_, i) => `${(i * 7) % 10},${i}`)].join('\n');
    const split = { type: 'time', validation: 0, test: 0.3 } as const;
    const { train, test: rest, notes } = await load(text, { target: 'y', split }, { task: 'regression' });
    expect([...train.t]).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect([...rest!.t]).toEqual([7, 8, 9]);
    expect(notes).toContainEqual(
      expect.stringMatching(/^split by their order in the file: training first, then the test/),
    );
  });

  test('goes by dates, also where they are written as the column says', async () => {
    const days = ['03.01.2024', '01.02.2024', '02.01.2024', '31.12.2023'];
    const text = ['day,x,y', ...days.map((day, i) => `${day},${i},${i}.5`)].join('\n');
    const split = { type: 'time', column: 'day', validation: 0.25, test: 0.25 } as const;
    const columns = { day: { type: 'date' as const, format: '%d.%m.%Y' } };
    const { train, validation, test: rest } = await load(text, { target: 'y', split, columns });
    expect([train, validation!, rest!].map(({ t }) => [...t])).toEqual([[2.5, 3.5], [0.5], [1.5]]);
  });

  test('of texts is refused, with what to say of them', async () => {
    const text = 'day,x,y\nMon,1,2.5\nTue,2,3.5\nWed,3,1.5';
    const split = { type: 'time', column: 'day', validation: 0.3, test: 0 } as const;
    expect(await failure(load(text, { target: 'y', split }))).toMatch(
      /^data: stdin:2:1: column 1 \(day\): the split goes by this column, which holds neither dates nor numbers \("Mon"\)/,
    );
  });

  test('of one time only is refused', async () => {
    const text = 'day,x,y\n1,1,2.5\n1,2,3.5\n1,3,1.5';
    const split = { type: 'time', column: 'day', validation: 0.3, test: 0 } as const;
    expect(await failure(load(text, { target: 'y', split }))).toMatch(
      /^data: stdin: the (train|validation) split is empty/,
    );
  });
});
