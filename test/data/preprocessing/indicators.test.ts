import { describe, expect, test } from 'vitest';
import { featureNames, scalings } from '../../../src/data/preprocessing/index.js';
import { preprocessingSchema } from '../../../src/data/preprocessing/schema.js';
import { type Config, load } from '../support.js';

const text = 'a,b,d,k,y\n1,4,2020-01-05,u,1.5\n,5,,v,2.5\n4,6,2021-07-01,,3.5\n,7,2022-02-01,v,4.5\n';
const encode = async (config: Config) => {
  const { train, preprocessing, notes, warnings } = await load(text, {
    target: 'y',
    scale: 'none',
    missing: 'median',
    ...config,
  });
  const names = featureNames(preprocessing);
  const column = (name: string) => {
    const j = names.indexOf(name);
    return Array.from({ length: train.rows }, (_, i) => train.x[i * names.length + j]);
  };
  return { names, column, preprocessing, notes, warnings };
};
const columns = { d: { parts: ['year' as const] } };

describe('missing_indicator', () => {
  test('numbers and dates of which values are missing have a column of x more, as it is', async () => {
    const { names, column, preprocessing } = await encode({ missing_indicator: true, columns });
    expect(names).toEqual(['a', 'a=(missing)', 'b', 'd.year', 'd=(missing)', 'k=u', 'k=v', 'k=(missing)']);
    expect(column('a')).toEqual([1, 2.5, 4, 2.5]);
    expect(column('a=(missing)')).toEqual([0, 1, 0, 1]);
    expect(column('d=(missing)')).toEqual([0, 1, 0, 0]);
    expect(scalings(preprocessing)[1]).toEqual({ center: 0, scale: 1 });
    expect(preprocessingSchema.parse(JSON.parse(JSON.stringify(preprocessing)))).toEqual(preprocessing);
  });

  test('by column, against the rule of the file', async () => {
    const { names } = await encode({
      missing_indicator: true,
      columns: { ...columns, a: { missing_indicator: false } },
    });
    expect(names).not.toContain('a=(missing)');
    expect(names).toContain('d=(missing)');
    const byColumn = await encode({ columns: { ...columns, a: { missing_indicator: true } } });
    expect(byColumn.names).toContain('a=(missing)');
    expect(byColumn.names).not.toContain('d=(missing)');
  });

  test('a column without missing values has none, which is noted where it was asked for by name', async () => {
    const { names, notes } = await encode({ columns: { ...columns, b: { missing_indicator: true } } });
    expect(names).not.toContain('b=(missing)');
    expect(notes).toContain(
      'data.columns.b.missing_indicator: no indicator, as no value is missing in the training rows',
    );
    const dropped = await encode({
      columns: { ...columns, a: { missing: 'drop', missing_indicator: true } },
    });
    expect(dropped.names).not.toContain('a=(missing)');
    expect(dropped.notes).toContain(
      'data.columns.a.missing_indicator: no indicator, as no value is missing in the training rows that are left',
    );
  });

  test('a column that is constant but for its missing values keeps the indicator', async () => {
    const { train, preprocessing } = await load('a,b,y\n3,1,1.5\n,2,2.5\n3,4,3.5\n', {
      target: 'y',
      missing: 'median',
      scale: 'quantile',
      missing_indicator: true,
    });
    expect(featureNames(preprocessing)).toEqual(['a', 'a=(missing)', 'b']);
    expect([0, 1, 2].map((i) => [...train.x.subarray(3 * i, 3 * i + 2)])).toEqual([
      [0, 0],
      [0, 1],
      [0, 0],
    ]);
  });

  test('is nothing for categories', async () => {
    const { warnings } = await encode({ columns: { ...columns, k: { missing_indicator: true } } });
    expect(warnings).toEqual([
      'data.columns.k.missing_indicator has no effect: it is for numbers and dates, and the column holds categories',
    ]);
  });
});
