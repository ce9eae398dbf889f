import { expect, it } from 'vitest';
import { type Config, ingredients } from './ingredients.js';

const plain: Config = {
  data: { train: 'a.csv' },
  layers: [{ type: 'activation', activation: 'relu' }],
  optimizer: { type: 'adam' },
};
const whole: Config = {
  ...plain,
  ensemble: { type: 'folds', members: 5, shared: 4 },
  data: {
    train: 'a.csv',
    split: { type: 'random', stratify: true },
    scale: 'quantile',
    missing_indicator: true,
    min_count: 5,
    target_scale: 'standard',
    encode: [{ type: 'piecewise_linear', bins: 48 }, 'embedding'],
    columns: { age: { missing: 'median', encode: 'piecewise_linear' }, city: { encode: 'target' } },
  },
  layers: [
    { type: 'dense', units: 8 },
    { type: 'dropout', rate: 0.1 },
    {
      type: 'residual',
      layers: [
        { type: 'dropout', rate: 0.1 },
        { type: 'dense', units: 8 },
      ],
    },
  ],
  optimizer: { type: 'adamw', weight_decay: 3e-4, schedule: { type: 'coslog4' } },
  training: { epochs: 9, gradient_clip: { norm: 1 }, restarts: 3 },
};

it.each(Object.entries(ingredients))('leaves out %s, and nothing where there is none', (_, edit) => {
  const before = structuredClone(whole);
  const left = edit(whole)!;
  expect(left).not.toEqual(whole);
  expect(edit(plain)).toBeUndefined();
  expect(whole).toEqual(before);
});

it('takes the ensemble apart, with rows to stop by once there are no folds', () => {
  const { ensemble, folds, 'shared members': shared } = ingredients;
  expect(shared(whole)!.ensemble).toEqual({ type: 'folds', members: 5 });
  const split = { type: 'random', stratify: true, validation: 0.2, test: 0 };
  expect(folds(whole)).toMatchObject({ ensemble: { type: 'shared', members: 4 }, data: { split } });
  expect(ensemble(whole)).not.toHaveProperty('ensemble');
  expect(ensemble(whole)!.data.split).toEqual(split);
  const one = { ...whole, ensemble: { type: 'shared', members: 8 } };
  expect(ensemble(one)!.data).toEqual(whole.data);
  expect([folds(one), shared(one)]).toEqual([undefined, undefined]);
});

it('takes encodings of the file and of columns', () => {
  const { piecewise_linear: numbers, 'encoding of categories': categories } = ingredients;
  expect(numbers(whole)!.data).toMatchObject({
    encode: ['embedding'],
    columns: { age: { missing: 'median' }, city: { encode: 'target' } },
  });
  expect(numbers(whole)!.data.columns!.age).not.toHaveProperty('encode');
  expect(categories(whole)!.data).toMatchObject({
    encode: [{ type: 'piecewise_linear', bins: 48 }],
    columns: { age: { encode: 'piecewise_linear' }, city: {} },
  });
  const byName = { ...whole, data: { encode: 'piecewise_linear' } };
  expect(numbers(byName)!.data).toEqual({});
});

it('takes dropout out of blocks as well', () => {
  const dense = { type: 'dense', units: 8 };
  expect(ingredients.dropout(whole)!.layers).toEqual([dense, { type: 'residual', layers: [dense] }]);
});

it('takes the start by fan_in out of every dense layer and the head, but not where the config says another', () => {
  const layers = [
    { type: 'dense', units: 8, initializer: 'orthogonal' },
    ...(whole.layers as object[]),
  ] as never;
  const start = { initializer: 'he_uniform', bias_initializer: 'zeros' };
  const { fan_in_uniform } = ingredients;
  expect(fan_in_uniform({ ...whole, layers, head: { loss: 'mae' } })).toMatchObject({
    layers: [
      { initializer: 'orthogonal', bias_initializer: 'zeros' },
      start,
      { type: 'dropout', rate: 0.1 },
      { layers: [{ type: 'dropout' }, start] },
    ],
    head: { loss: 'mae', initializer: 'glorot_uniform', bias_initializer: 'zeros' },
  });
});
