import { expect, test } from 'vitest';
import { featureNames } from '../../../src/data/preprocessing/index.js';
import { encodeStream } from '../../../src/data/stream.js';
import { all, failure, load, source } from '../support.js';

const text = 'x1,x2,k,y\n1,2,a,0.5\n3,,b,1.5\n5,4,a,2.5\n';

test('basis functions are computed from unscaled, filled columns, and then scaled', async () => {
  const { train, preprocessing } = await load(text, {
    target: 'y',
    ignore: ['k'],
    missing: 'mean',
    scale: 'minmax',
    basis: ['x1^2', 'x1*x2'],
  });
  expect(featureNames(preprocessing)).toEqual(['x1', 'x2', 'x1^2', 'x1*x2']);
  // x2 = 2, 3, 4. x1² = 1, 9, 25: minus 1, over 24. x1 x2 = 2, 9, 20: minus 2, over 18.
  expect(train.x).toEqual(Float64Array.of(0, 0, 0, 0, 0.5, 0.5, 8 / 24, 7 / 18, 1, 1, 1, 1));
});

test('a column need not be a feature for it, and the model keeps what becomes of its missing values', async () => {
  const { train, preprocessing } = await load(text, {
    target: 'y',
    features: ['x1'],
    missing: 'median',
    scale: 'none',
    basis: ['x2 + 1'],
  });
  expect(featureNames(preprocessing)).toEqual(['x1', 'x2 + 1']);
  expect(train.x).toEqual(Float64Array.of(1, 3, 3, 4, 5, 5));
  const stored = JSON.parse(JSON.stringify(preprocessing));
  const chunks = await all(
    encodeStream(source('x2,x1\n7,1\n,2\n'), stored, { target: 'ignore', warn: () => {} }),
  );
  expect(chunks[0].x).toEqual(Float64Array.of(1, 8, 2, 4));
});

test('drop looks at its columns too', async () => {
  const { train } = await load(text, { target: 'y', features: ['x1'], missing: 'drop', basis: ['x2'] });
  expect(train.rows).toBe(2);
});

test.each([
  [['x1^'], 'config: data.basis[0]: character 4: '],
  [['x1', 'x3'], 'config: data.basis[1]: character 1: unknown variable "x3"'],
  [['y^2'], 'config: data.basis: uses y, which is a target'],
  [['k'], 'data: stdin:2:3: column 3 (k) holds numbers, but this is "a"'],
  [['log(x1 - 3)'], 'data: stdin:2: data.basis: log(x1 - 3): the value is NaN'],
  [['exp(x1 * 1000)'], 'data: stdin:2: data.basis: exp(x1 * 1000): the value is Infinity'],
])('%j is refused', async (basis, message) => {
  expect(await failure(load(text, { target: 'y', missing: 'mean', basis }))).toContain(message);
});
