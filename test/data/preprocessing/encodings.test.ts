import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../../src/config/index.js';
import { encodeFeatures } from '../../../src/data/preprocessing/encode.js';
import { fittedNumberSchema } from '../../../src/data/preprocessing/encodings/index.js';
import { piecewiseLinear } from '../../../src/data/preprocessing/encodings/piecewise_linear.js';
import { RowFindings } from '../../../src/data/preprocessing/findings.js';
import { featureNames, networkInputs } from '../../../src/data/preprocessing/index.js';
import { numberTable } from '../../../src/data/table/table.js';
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

describe('piecewise_linear', () => {
  const column = (values: readonly number[]) =>
    ['a,y', ...values.map((value, i) => `${value},${i % 3}`)].join('\n');
  const bins = async (values: readonly number[], options: object, more: Partial<Config> = {}) => {
    const encoding = { type: 'piecewise_linear', ...options };
    return load(column(values), { target: 'y', scale: 'none', encode: encoding, ...more } as Config);
  };
  const edgesOf = ({ preprocessing: { features } }: Awaited<ReturnType<typeof bins>>) => {
    const [feature] = features;
    if (feature.kind !== 'number' || feature.encoding.type !== 'piecewise_linear') throw new Error('no bins');
    return feature.encoding.edges;
  };

  test('without width: e(x) by its formula, first bin without bound below, last without bound above', async () => {
    const loaded = await bins([0, 1, 2, 4, 8], { bins: 2 });
    expect(edgesOf(loaded)).toEqual([0, 2, 8]);
    expect(featureNames(loaded.preprocessing)).toEqual(['a.bin_1', 'a.bin_2']);
    expect([...loaded.train.x]).toEqual([0, 0, 0.5, 0, 1, 0, 1, 1 / 3, 1, 1]);
    const encode = (a: number) =>
      encodeFeatures(
        numberTable('fresh', { a: Float64Array.of(a) }),
        loaded.preprocessing,
        Uint32Array.of(0),
        new RowFindings(),
      );
    expect([...encode(-1)]).toEqual([-0.5, 0]);
    expect([...encode(14)]).toEqual([1, 2]);
  });

  test('with width: the scaled number, and bins that the network is told of', async () => {
    const loaded = await bins([0, 1, 2, 4, 8], { bins: 2, width: 3 });
    expect([...loaded.train.x]).toEqual([0, 1, 2, 4, 8]);
    expect(networkInputs(loaded.preprocessing)).toEqual({
      columns: 1,
      encoded: [{ type: 'piecewise_linear', column: 'a', input: 0, width: 3, edges: [0, 2, 8] }],
    });
  });

  test('one bin for 20 rows, from 8 to 48, where bins are left out', async () => {
    const count = async (rows: number) =>
      edgesOf(
        await bins(
          Array.from({ length: rows }, (_, i) => i * i),
          {},
        ),
      ).length - 1;
    expect([await count(10), await count(500), await count(4000)]).toEqual([8, 25, 48]);
  });

  test('repeated values have fewer bins, which is said', async () => {
    const loaded = await bins([0, 0, 0, 0, 1, 2, 3, 4], { bins: 8 });
    expect(edgesOf(loaded).length).toBeLessThan(9);
    expect(loaded.notes.join()).toContain(
      'fewer bins than asked for, as quantiles of repeated values are one edge: a (',
    );
    expect(edgesOf(await bins([5, 5, 6, 6, 6], {}))).toEqual([5, 5.5, 6]);
  });

  test('a column of one value has no bins: it stays as it is scaled', async () => {
    for (const [scale, x] of [
      ['none', 5],
      ['standard', 0],
    ] as const) {
      const loaded = await bins([5, 5, 5], { width: 4 }, { scale });
      expect([...loaded.train.x]).toEqual([x, x, x]);
      expect(networkInputs(loaded.preprocessing).encoded).toEqual([]);
    }
  });

  test('a million different values', () => {
    const values = Float64Array.from({ length: 1e6 }, (_, i) => Math.sqrt(i));
    const { edges } = piecewiseLinear.fit({}, 'a', () => values);
    expect(edges).toHaveLength(49);
    expect(edges[24]).toBeCloseTo(Math.sqrt(499_999.5), 9);
  });

  test('more bins than rows', async () => {
    expect(await failure(bins([1, 2, 3], { bins: 4 }))).toBe(
      'config: encode: 4 bins for column a, but there are 3 training rows; use fewer bins, or leave them out: ' +
        'their number goes by the rows then',
    );
  });

  test.each([{ width: 0 }, { bins: 0 }, { bins: 1.5 }, { edges: [1] }])('%j is refused', (options) => {
    const encode = { type: 'piecewise_linear', ...options };
    expect(() => parseConfig({ data: { train: '-', encode } })).toThrow('data.encode');
  });

  test('a stored one has at least two edges, which ascend', () => {
    const parse = (edges: readonly number[]) =>
      fittedNumberSchema.safeParse({ type: 'piecewise_linear', edges, width: 2 }).success;
    expect([parse([0, 1]), parse([0]), parse([1, 0]), parse([0, 0])]).toEqual([true, false, false, false]);
  });

  test('missing numbers are filled first', async () => {
    const text = 'a,y\n1,0\n,1\n3,0\n5,1';
    const config = {
      target: 'y',
      scale: 'none',
      missing: 'mean',
      encode: { type: 'piecewise_linear', bins: 1 },
    };
    expect([...(await load(text, config as Config)).train.x]).toEqual([0, 0.5, 0.5, 1]);
  });
});

describe('embedding', () => {
  const indices = async (config: object) =>
    load(csv, { target: 'y', features: ['island'], ...config } as Config);

  test('x is the index of the level; unseen values have the last', async () => {
    const loaded = await indices({ encode: 'embedding' });
    expect([...loaded.train.x]).toEqual([0, 1, 2, 1]);
    expect(featureNames(loaded.preprocessing)).toEqual(['island']);
    expect(networkInputs(loaded.preprocessing).encoded).toEqual([
      { type: 'embedding', column: 'island', input: 0, width: 3, levels: 4, hasUnseen: true },
    ]);
  });

  test('the width goes by the number of levels', async () => {
    const width = async (levels: number) => {
      const text = Array.from({ length: 2 * levels }, (_, i) => `k${i % levels},${i % 2}`).join('\n');
      const loaded = await load(`k,y\n${text}`, { target: 'y', encode: 'embedding' } as unknown as Config);
      return networkInputs(loaded.preprocessing).encoded[0].width;
    };
    expect([await width(2), await width(10), await width(200)]).toEqual([3, 6, 16]);
  });

  test('unseen values are rare ones, where there are any', async () => {
    const text = 'k,y\na,0\na,1\nb,0\nb,1\nc,0';
    const config = { target: 'y', encode: { type: 'embedding', width: 2 }, min_count: 2 };
    const loaded = await load(text, config as unknown as Config);
    expect(networkInputs(loaded.preprocessing).encoded).toMatchObject([{ levels: 3, hasUnseen: false }]);
  });

  test('is refused where its index would have to be predicted', async () => {
    const config = { encode: 'embedding' } as unknown as Config;
    expect(await failure(load(csv, config, { task: 'reconstruction' }))).toContain(
      'encode: "embedding" for column island: a reconstruction predicts its inputs',
    );
  });
});
