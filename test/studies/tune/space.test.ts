import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gridOf, positionOf, valueAt } from '../../../src/studies/tune/space/scale.js';
import { parseSpace } from '../../../src/studies/tune/space/space.js';
import { checkSpace } from '../../../src/studies/tune/trial_config.js';

const source = {
  text: JSON.stringify({
    data: { train: 'iris.csv', target: 'species' },
    layers: [{ type: 'dense', units: 4, activation: 'relu' }],
    optimizer: 'adam',
  }),
  source: 'iris.json',
  name: 'iris',
};
const check = (space: object) => checkSpace(source, parseSpace(JSON.stringify(space, null, 2), 'space.json'));

test('a space of every kind, in lists, in names that stand for objects, and of whole lists', () => {
  check({
    'optimizer.learning_rate': { log_uniform: [1e-4, 1e-1] },
    'layers[0].units': { int: [2, 64], log: true },
    'layers.0.activation.type': { choice: ['relu', 'elu'] },
    'training.batch_size': { choice: [16, 'full'] },
    'training.l2': { uniform: [0, 0.1], points: 3 },
  });
  check({ layers: { choice: [[], [{ type: 'dense', units: 3 }]] } });
});

test.each<[object, string]>([
  [
    { 'optimizer.learning_rat': { uniform: [0, 1] } },
    'space.json:2:3: optimizer.learning_rat: unknown key "learning_rat" in optimizer; did you mean "learning_rate"?',
  ],
  [{ 'layers.3.units': { int: [1, 2] } }, 'layers has 1 item; the next to add has the index 1'],
  [
    { 'optimizer.learning_rate': { uniform: [0.1, 0.01] } },
    'optimizer.learning_rate"].uniform: bounds are reversed; expected [low, high], such as [0.01, 0.1]',
  ],
  [{ 'training.l2': { uniform: [0.1, 0.1] } }, 'both bounds are 0.1, which leaves nothing to choose'],
  [
    { 'training.l2': { log_uniform: [0, 0.1] } },
    'a logarithmic scale has only numbers above 0, and starts at 0',
  ],
  [{ 'layers.0.units': { int: [0, 8], log: true } }, 'start at 1 at least'],
  [{ 'layers.0.units': { int: [2.5, 8] } }, 'expected'],
  [{ 'layers.0.units': { choice: [] } }, 'nothing to choose from; expected a list of at least two values'],
  [{ 'layers.0.units': { choice: [4] } }, 'a single value leaves nothing to choose'],
  [{ 'layers.0.units': { choice: [4, 8, 4] } }, '4 is there twice; keep one of them'],
  [{ 'training.l2': { loguniform: [1, 2] } }, 'did you mean "log_uniform"?'],
  [{ 'training.l2': { uniform: [0, 1], log: true } }, 'log'],
  [{ 'training.l2': 0.5 }, '"training.l2" has none of "uniform", "log_uniform", "int", "choice"'],
  [{ 'layers.0.units': { int: [0, 8] } }, 'expected'],
  [{ 'data.split.seed': { int: [0, 8] } }, 'decides what a trial is measured on'],
  [{ seed: { int: [0, 8] } }, 'decides what a trial is measured on'],
  [{ 'layers.0.activation': { choice: ['relu', 'rellu'] } }, 'did you mean "relu"?'],
  [
    { layers: { choice: [[], [{ type: 'dense', units: 3 }]] }, 'layers.0.units': { int: [1, 8] } },
    'lies in layers, which is chosen as a whole; keep one of them',
  ],
  [{}, 'expected an object of parameters'],
])('refuses %j', (space, message) => {
  expect(() => check(space)).toThrow(message);
  try {
    check(space);
  } catch (error) {
    expect((error as { failure: string }).failure).toBe('config');
    expect((error as Error).message).toMatch(/^space\.json:\d+:\d+: /);
  }
});

test('a number is where its position says, within its bounds, of six digits; whole ones have equal parts', () => {
  const interval = { low: 1e-4, high: 0.1, log: true, whole: false, points: 4 };
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (position) => {
      const value = valueAt(interval, position);
      expect(value).toBeGreaterThanOrEqual(1e-4);
      expect(value).toBeLessThanOrEqual(0.1);
      // half of the sixth digit, as a part of the three decades of the scale
      expect(Math.abs(positionOf(interval, value) - position)).toBeLessThan(5e-6 / Math.log(1000));
    }),
  );
  expect(gridOf(interval)).toEqual([1e-4, 1e-3, 1e-2, 0.1]);
  const whole = { low: 3, high: 6, log: false, whole: true, points: 4 };
  expect(
    [0, 0.249, 0.251, 0.499, 0.501, 0.749, 0.751, 1].map((position) => valueAt(whole, position)),
  ).toEqual([3, 3, 4, 4, 5, 5, 6, 6]);
  expect(gridOf(whole)).toEqual([3, 4, 5, 6]);
  expect(gridOf({ ...whole, high: 64, low: 4, log: true, points: 5 })).toEqual([4, 8, 16, 32, 64]);
});
