import { expect, test } from 'vitest';
import { load } from '../support.js';

const text = [
  'a,b,w,g,y,z',
  ...Array.from({ length: 8 }, (_, i) => `${i}.5,${'uv'[i % 2]},1,${i % 4},${i}.25,1`),
];
const columns = {
  a: { scale: 'minmax', missing: 'median' },
  b: { scale: 'robust', missing: 'most_frequent' },
  w: { missing: 'median' },
  g: { scale: 'none', missing: 'drop' },
  y: { scale: 'none' },
  z: { type: 'category', fill: 3 },
} as const;

test('settings of columns that change nothing are said, each with the reason', async () => {
  const { warnings } = await load(text.join('\n'), {
    target: 'y',
    weight: 'w',
    ignore: ['z'],
    columns,
    split: { type: 'group', column: 'g', validation: 0.3, test: 0 },
  });
  expect(warnings).toEqual([
    'data.columns.b.scale has no effect: it is for numbers and dates, and the column holds categories',
    'data.columns.w.missing has no effect: it holds the weights of rows, and none may be missing',
    'data.columns.g.scale has no effect: the split goes by it, and it is no feature',
    'data.columns.y.scale has no effect: it is the target (data.target_scale is how a target is scaled)',
    'data.columns.z.type, data.columns.z.fill have no effect: the column is no feature (data.features, data.ignore)',
  ]);
});

test('fill is for constant alone', async () => {
  const warningsOf = async (settings: object) =>
    (await load(text.join('\n'), { target: 'y', features: ['a'], ...settings })).warnings;
  const unused = ['data.columns.a.fill has no effect: it is for missing: "constant"'];
  expect(await warningsOf({ columns: { a: { fill: 1 } } })).toEqual(unused);
  expect(await warningsOf({ columns: { a: { fill: 1, missing: 'constant' } } })).toEqual([]);
  expect(await warningsOf({ missing: 'constant', columns: { a: { fill: 1 } } })).toEqual([]);
});
