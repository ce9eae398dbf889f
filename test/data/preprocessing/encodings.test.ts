import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../../src/config/index.js';
import { featureNames } from '../../../src/data/preprocessing/index.js';
import { type Config, failure, load } from '../support.js';

const csv = 'age,island,y\n1,a,0\n2,b,1\n3,,0\n4,b,1';
const encode = (config: Partial<Config>) => load(csv, { target: 'y', ...config });

describe('which encoding a column has', () => {
  test('numbers as they are scaled, categories one-hot', async () => {
    const { train, preprocessing } = await encode({ scale: 'none' });
    expect(featureNames(preprocessing)).toEqual(['age', 'island=a', 'island=b', 'island=(missing)']);
    expect([...train.x]).toEqual([1, 1, 0, 0, 2, 0, 1, 0, 3, 0, 0, 1, 4, 0, 1, 0]);
  });

  test('one that says the default changes nothing', async () => {
    const { train, preprocessing } = await encode({});
    const said = await encode({ encode: ['none', 'onehot'], columns: { age: { encode: 'none' } } });
    expect(said.train.x).toEqual(train.x);
    expect(said.preprocessing).toEqual(preprocessing);
  });

  test('its own is for its kind', async () => {
    expect(await failure(encode({ columns: { age: { encode: 'onehot' } } }))).toMatch(
      /^config: data\.columns\.age\.encode: "onehot" is an encoding of categories, but the column holds numbers; expected/,
    );
    expect(await failure(encode({ columns: { island: { encode: { type: 'none' } } } }))).toMatch(
      /^config: data\.columns\.island\.encode: "none" is an encoding of numbers, but the column holds categories; expected/,
    );
  });

  test('a file has one of a kind', () => {
    const parse = () => parseConfig({ data: { train: '-', encode: ['none', 'none'] } });
    expect(parse).toThrow('data.encode[1]: is a second encoding of numbers');
  });
});
