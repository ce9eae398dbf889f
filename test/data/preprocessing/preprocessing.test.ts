import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Imputer, type ImputerName, imputers } from '../../../src/data/preprocessing/imputers/index.js';
import { featureNames } from '../../../src/data/preprocessing/index.js';
import { type ScalerName, scalers } from '../../../src/data/preprocessing/scalers/index.js';
import golden from '../../golden/preprocessing.json' with { type: 'json' };
import { type Config, failure, load } from '../support.js';

type Cells = readonly (readonly (number | null)[])[];

const csv = (rows: Cells) =>
  ['a,b,c,d,y', ...rows.map((row, i) => [...row.map((cell) => cell ?? ''), i + 0.5].join(','))].join('\n');
const encode = async (rows: Cells, config: Config) => load(csv(rows), { target: 'y', ...config });

describe('golden values of scikit-learn', () => {
  test.each(['standard', 'minmax', 'robust'] as const)('scale %s', async (scale) => {
    const { train, warnings } = await encode(golden.X, { scale });
    for (const [k, value] of golden[scale].flat().entries()) expect(train.x[k]).toBeCloseTo(value, 12);
    expect(warnings).toEqual([
      'column d is 2.5 in every training row: it tells nothing, and is 0 to the network, whatever comes later',
    ]);
  });

  test.each(['mean', 'median'] as const)('missing %s', async (missing) => {
    const { train } = await encode(golden.X_missing, { missing, scale: 'none' });
    for (const [k, value] of golden[`impute_${missing}`].flat().entries())
      expect(train.x[k]).toBeCloseTo(value, 12);
  });
});

describe('every scaler', () => {
  test.each(Object.keys(scalers) as ScalerName[])(
    '%s keeps order, and scale times x plus center is the value',
    (name) => {
      const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), {
        minLength: 2,
        maxLength: 30,
      });
      fc.assert(
        fc.property(values, (list) => {
          const { center, scale } = scalers[name].fit(Float64Array.from(list));
          fc.pre(scale > 1e-9);
          const x = list.map((value) => (value - center) / scale);
          x.forEach((value, i) => {
            expect(Math.abs(value * scale + center - list[i])).toBeLessThanOrEqual(1e-9);
            if (list[i] > list[0]) expect(value).toBeGreaterThanOrEqual(x[0]);
          });
        }),
      );
    },
  );
});

describe('every imputer', () => {
  const values = Float64Array.of(3, 1, 1, 7);
  const expected: Record<ImputerName, object> = {
    error: { action: 'error' },
    drop: { action: 'drop' },
    mean: { action: 'fill', value: 3 },
    median: { action: 'fill', value: 2 },
    most_frequent: { action: 'fill', value: 1 },
    constant: { action: 'fill', value: -9 },
  };
  test.each(Object.keys(imputers) as ImputerName[])('%s, of numbers', (name) => {
    expect((imputers[name] as Imputer).number(values, -9, 'a')).toEqual(expected[name]);
    expect(values).toEqual(Float64Array.of(3, 1, 1, 7));
  });

  test('most_frequent takes the least of several', () => {
    expect(imputers.most_frequent.number(Float64Array.of(10, 9, 10, 9))).toEqual({
      action: 'fill',
      value: 9,
    });
    expect(imputers.most_frequent.category(['a', 'b', 'c'], Uint32Array.of(1, 2, 2))).toEqual({
      action: 'fill',
      value: 'b',
    });
  });
});

describe('categories', () => {
  const text = 'k,y\nb,1.5\na,2.5\n,3.5\nb,4.5\n';
  const fitted = async (config: Config, input = text) => {
    const { train, preprocessing, warnings } = await load(input, { target: 'y', ...config });
    return { x: [...train.x], names: featureNames(preprocessing), warnings };
  };

  test('are one-hot in sorted order, missing ones a category of their own', async () => {
    const { x, names } = await fitted({});
    expect(names).toEqual(['k=a', 'k=b', 'k=(missing)']);
    expect(x).toEqual([0, 1, 0, 1, 0, 0, 0, 0, 1, 0, 1, 0]);
  });

  test('data.missing speaks of numbers: categories follow their own setting alone', async () => {
    expect((await fitted({ missing: 'drop' })).names).toEqual(['k=a', 'k=b', 'k=(missing)']);
  });

  test.each([
    [{ missing: 'most_frequent' }, ['k=a', 'k=b'], [0, 1, 1, 0, 0, 1, 0, 1]],
    [{ missing: 'drop' }, ['k=a', 'k=b'], [0, 1, 1, 0, 0, 1]],
    [{ missing: 'constant', fill: 'a' }, ['k=a', 'k=b'], [0, 1, 1, 0, 1, 0, 0, 1]],
    [{ missing: 'constant', fill: 'aa' }, ['k=a', 'k=aa', 'k=b'], [0, 0, 1, 1, 0, 0, 0, 1, 0, 0, 0, 1]],
  ] as const)('%j', async (column, names, x) => {
    expect(await fitted({ columns: { k: column } })).toMatchObject({ names, x });
  });

  test('missing values refused', async () => {
    expect(await failure(fitted({ columns: { k: { missing: 'error' } } }))).toContain(
      'data: stdin:4:1: column 1 (k): a missing value',
    );
    expect(await failure(fitted({ columns: { k: { missing: 'mean' } } }))).toContain(
      'config: data.columns.k.missing: "mean" speaks of numbers',
    );
  });

  test('numeric ones keep numeric order', async () => {
    const { names } = await fitted({ columns: { k: { type: 'category' } } }, 'k,y\n10,1.5\n9,2.5\n');
    expect(names).toEqual(['k=9', 'k=10']);
  });

  test('a different text in every row is worth a warning', async () => {
    const rows = Array.from({ length: 12 }, (_, i) => `t${i},${i}.5`);
    expect((await fitted({}, ['k,y', ...rows].join('\n'))).warnings[0]).toContain(
      'column k has another text in every training row',
    );
  });
});

describe('numbers', () => {
  test('settings of a column overrule those of the data; a constant fill needs a number', async () => {
    const text = 'a,b,y\n1,4,1.5\n3,,2.5\n';
    const config: Config = {
      target: 'y',
      scale: 'none',
      columns: { b: { missing: 'constant', fill: 7, scale: 'minmax' } },
    };
    const { train } = await load(text, config);
    expect([...train.x]).toEqual([1, 0, 3, 1]);
    expect(await failure(load(text, { target: 'y', missing: 'constant', fill: 'x' }))).toContain(
      'config: data: fill is "x"',
    );
  });

  test('values that a scale cannot hold are refused', async () => {
    const text = 'a,y\n1e308,1.5\n-1e308,2.5\n';
    expect(await failure(load(text, { target: 'y' }))).toContain(
      'data: column a: its values are too large for scale "standard"',
    );
    expect((await load(text, { target: 'y', scale: 'none' })).train.x).toEqual(
      Float64Array.of(1e308, -1e308),
    );
  });

  test('and so is a mean that a double cannot hold', async () => {
    const text = 'a,y\n1e308,0.5\n1.5e308,1.5\n,2.5\n';
    expect(await failure(load(text, { target: 'y', missing: 'mean', scale: 'none' }))).toContain(
      'data: column a: its values are too large for missing "mean"',
    );
  });

  test('−0 is stored as 0, for JSON has no other', async () => {
    const { preprocessing } = await load('a,b,c,y\n-0,-0,-0,0.5\n-0,1,,1.5\n', {
      target: 'y',
      scale: 'minmax',
      missing: 'mean',
    });
    expect(JSON.parse(JSON.stringify(preprocessing))).toEqual(preprocessing);
  });

  test('constant columns share one warning', async () => {
    const header = Array.from({ length: 7 }, (_, i) => `a${i}`).join(',');
    const { warnings } = await load(`${header},b,y\n${'1,'.repeat(7)}0,0.5\n${'1,'.repeat(7)}1,1.5\n`, {
      target: 'y',
    });
    expect(warnings).toEqual([
      'columns a0, a1, a2, a3, a4, … (7 in all) have one value each in all training rows: they tell nothing, and ' +
        'are 0 to the network, whatever comes later',
    ]);
  });

  test('an interquartile range of 0 divides by 1, with a warning', async () => {
    const { train, warnings } = await load('a,y\n1,0.5\n1,1.5\n1,2.5\n1,3.5\n9,4.5\n', {
      target: 'y',
      scale: 'robust',
    });
    expect([...train.x]).toEqual([0, 0, 0, 0, 8]);
    expect(warnings[0]).toContain('column a has spread 0');
  });

  test('a column without values cannot be fitted', async () => {
    expect(await failure(load('a,y\nNA,0.5\n,1.5\n', { target: 'y', missing: 'mean' }))).toContain(
      'column a has no value',
    );
  });
});
