import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromAddress, pageFromAddress, toAddress } from '../../src/play/state/address.js';
import { type ConfigJson, textOf, valueAt, withValue, writtenOr } from '../../src/play/state/config.js';

const config: ConfigJson = {
  data: { train: { generator: 'xor', rows: 100 } },
  layers: [{ type: 'dense', units: 3 }],
  optimizer: 'sgd',
};

describe('a config with another value', () => {
  it.each([
    [['seed'], 3, { ...config, seed: 3 }],
    [['data', 'train', 'rows'], 50, { ...config, data: { train: { generator: 'xor', rows: 50 } } }],
    [
      ['data', 'split', 'test'],
      0.5,
      { ...config, data: { ...(config.data as object), split: { test: 0.5 } } },
    ],
    [['layers', 0, 'units'], 4, { ...config, layers: [{ type: 'dense', units: 4 }] }],
    [['optimizer', 'learning_rate'], 1, { ...config, optimizer: { type: 'sgd', learning_rate: 1 } }],
  ] as const)('at %j', (path, value, expected) => {
    const before = textOf(config);
    expect(withValue(config, path, value)).toEqual(expected);
    expect(textOf(config)).toBe(before);
  });

  it('has none at a path where that is taken away, and the order of the others', () => {
    expect(Object.keys(withValue(config, ['layers'], undefined))).toEqual(['data', 'optimizer']);
    expect(Object.keys(withValue(config, ['data'], {}))).toEqual(['data', 'layers', 'optimizer']);
    expect(withValue(config, ['layers', 0], undefined).layers).toEqual([]);
  });

  it('is read as it is written, or else as it was resolved', () => {
    const resolved = { seed: 0, data: { train: { noise: 0.5, rows: 1 } } };
    expect(writtenOr(config, resolved, ['data', 'train', 'rows'])).toBe(100);
    expect(writtenOr(config, resolved, ['data', 'train', 'noise'])).toBe(0.5);
    expect(valueAt(config, ['training', 'epochs'])).toBeUndefined();
  });
});

describe('the address', () => {
  it('keeps any config', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'grapheme', minLength: 1 }), fc.jsonValue()), (value) => {
        const address = toAddress(value as ConfigJson);
        if (address !== '') expect(JSON.stringify(fromAddress(address))).toBe(JSON.stringify(value));
      }),
    );
  });

  it('keeps what the page shows beside it, and of what a stranger has written the good values', () => {
    const page = { speed: 5, row: 3, viewSettings: { axes: ['a&b', 'c'], at: { d: 'x=1', e: 2 } } } as const;
    expect(fromAddress(toAddress(config, page))).toEqual(config);
    expect(pageFromAddress(toAddress(config, page))).toEqual(page);
    expect(pageFromAddress(toAddress(config))).toEqual({});
    const written = {
      ...{ speed: 7, row: 0, output: -1, isDiscrete: 1, showsTest: null, startCount: 1e9, __proto__: 1 },
      viewSettings: { axes: ['a', 'a'], at: {} },
      showsGradients: true,
    };
    expect(pageFromAddress(toAddress(config, written as never))).toEqual({ showsGradients: true });
    for (const at of [null, [], 3, { d: [] }, { d: null }])
      expect(pageFromAddress(toAddress(config, { viewSettings: { axes: ['a'], at } } as never))).toEqual({});
  });

  it('has none where it is too long, and gives none where it is something else', () => {
    expect(toAddress({ name: 'x'.repeat(9000) })).toBe('');
    for (const text of ['', '#', '#other', '#config=', '#config=%', '#config=[1]', '#config=null'])
      expect(fromAddress(text)).toBeUndefined();
  });
});
