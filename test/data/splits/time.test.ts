import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutsOf } from '../../../src/data/splits/cuts.js';
import { failure, load } from '../support.js';

const csv = (times: readonly (string | number)[]) =>
  ['x,t,y', ...times.map((time, i) => `${i},${time},${i}.5`)].join('\n');
const byTime = (validation: number, test: number) =>
  ({ type: 'time', column: 't', validation, test }) as const;

/** The rows of each part, by the column x. */
async function parts(times: readonly (string | number)[], config: Parameters<typeof load>[1]) {
  const { train, validation, test } = await load(csv(times), { target: 'y', scale: 'none', ...config });
  return [train, validation, test].map((part) => part && [...part.x]);
}

test('the last rows by a column of numbers are the test, in any order of the file', async () => {
  const times = [5, 3, 9, 1, 7, 2, 10, 4, 6, 8];
  expect(await parts(times, { split: byTime(0.2, 0.3) })).toEqual([
    [0, 1, 3, 5, 7],
    [4, 8],
    [2, 6, 9],
  ]);
});

test('ISO dates are compared as dates, offsets and all', async () => {
  const times = [
    '2024-03-01T12:00:00+02:00',
    '2024-03-01T11:00:00Z',
    '2024-02-28',
    '2024-03-01T09:00:00-05:00',
  ];
  expect(await parts(times, { split: byTime(0, 0.25) })).toEqual([[0, 1, 2], undefined, [3]]);
  expect(await parts(times, { split: byTime(0.25, 0.25) })).toEqual([[0, 2], [1], [3]]);
});

test('dates of another form are read as such, or by the settings of their column', async () => {
  const times = ['31.12.2023', '01.01.2024', '02.01.2024', '30.11.2023'];
  const columns = { t: { type: 'date', format: '%d.%m.%Y' } } as const;
  for (const settings of [{}, { columns }]) {
    const config = { ...settings, split: byTime(0, 0.25) };
    expect(await parts(times, config)).toEqual([[0, 1, 3], undefined, [2]]);
    const { split, preprocessing } = await load(csv(times), { target: 'y', ...config });
    expect(split!.parts.train).toEqual({ rows: 3, from: '2023-11-30', to: '2024-01-01' });
    expect(preprocessing.features).toMatchObject([{ name: 'x' }]);
  }
});

test('texts that are no dates are refused, with what to say of them', async () => {
  const split = byTime(0, 0.25);
  expect(await failure(load(csv(['Mon', 'Tue', 'Wed', 'Thu']), { target: 'y', split }))).toBe(
    'data: stdin:2:2: column 2 (t): "Mon" is neither a number nor a date as 2024-12-31 (ISO 8601), all as in ' +
      'the first row; for another form of dates, such as 31.12.2024: --set data.columns.t.type=date ' +
      '--set data.columns.t.format=%d.%m.%Y',
  );
});

test('a date that the split goes by can be a feature as well', async () => {
  const times = Array.from({ length: 20 }, (_, i) => `2024-01-${String(i + 1).padStart(2, '0')}`);
  const { preprocessing, split, test } = await load(csv(times), {
    target: 'y',
    features: ['t'],
    columns: { t: { type: 'date', parts: ['day'] } },
    scale: 'none',
    split: byTime(0, 0.1),
  });
  expect(preprocessing.features).toMatchObject([{ name: 't', kind: 'date' }]);
  expect(split!.isNoInput).toBe(false);
  expect(test!.rows).toBe(2);
});

test('by the order of the file where no column is named', async () => {
  const times = [9, 8, 7, 6, 5, 4, 3, 2, 1, 0];
  const split = { type: 'time', validation: 0.2, test: 0.2 } as const;
  expect(await parts(times, { features: ['x'], split })).toEqual([
    [0, 1, 2, 3, 4, 5],
    [6, 7],
    [8, 9],
  ]);
});

describe('rows of one time', () => {
  test('stay together: the border is the nearest one', async () => {
    // of ten rows, three have the time 6: the test of 0.2 would cut them
    expect(await parts([0, 1, 2, 3, 4, 5, 6, 6, 6, 9], { split: byTime(0, 0.2) })).toEqual([
      [0, 1, 2, 3, 4, 5, 6, 7, 8],
      undefined,
      [9],
    ]);
  });

  test('are all rows: there is no border', async () => {
    expect(await failure(load(csv([1, 1, 1, 2]), { target: 'y', split: byTime(0.25, 0.25) }))).toBe(
      'data: stdin: column t has 2 different values, but rows of one time stay together, and there are 3 parts; ' +
        'split by a finer time, or leave data.split.column out: by the order of the file',
    );
  });

  const sorted = fc
    .array(fc.integer({ min: 0, max: 20 }), { minLength: 5, maxLength: 60 })
    .map((list) => Float64Array.from(list.sort((a, b) => a - b)));
  const fraction = fc.integer({ min: 1, max: 45 }).map((percent) => percent / 100);

  test('cuts are at borders of values, and no part is empty', () => {
    fc.assert(
      fc.property(sorted, fraction, fraction, (values, validation, test) => {
        fc.pre(new Set(values).size >= 3);
        const cuts = cutsOf(values, [1 - validation - test, validation, test]);
        expect(cuts[0]).toBe(0);
        expect(cuts[3]).toBe(values.length);
        for (const i of [1, 2]) {
          expect(cuts[i]).toBeGreaterThan(cuts[i - 1]);
          expect(cuts[i]).toBeLessThan(cuts[i + 1]);
          expect(values[cuts[i]]).toBeGreaterThan(values[cuts[i] - 1]);
        }
      }),
    );
  });
});

test('a missing time is refused with its place, or costs the row', async () => {
  const times = [1, 2, '', 4, 5];
  expect(await failure(load(csv(times), { target: 'y', split: byTime(0, 0.25) }))).toMatch(
    /^data: stdin:4:2: column 2 \(t\): a missing value in the column that the split goes by \(1 row has none\)/,
  );
  const split = byTime(0, 0.25);
  expect(await parts(times, { columns: { t: { missing: 'drop' } }, split })).toEqual([
    [0, 1, 3],
    undefined,
    [4],
  ]);
});
