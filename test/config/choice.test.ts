import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chooseLayers } from '../../src/config/choice/layers.js';
import { parseConfig, resolveConfig } from '../../src/config/index.js';
import type { Target } from '../../src/data/preprocessing/index.js';
import { data } from './helpers.js';

const numbers: Target = { kind: 'numbers', names: ['y'], drop: false, center: [0], scale: [1] };

const resolve = (layers: unknown, rows: number, inputs: number) =>
  resolveConfig(parseConfig({ data, layers }), {
    ...{ task: 'regression', target: numbers, inputs, rows, hasValidation: true },
  });

test('"layers": "auto" becomes the layers that are chosen for the table, and it is said which', () => {
  const facts = { task: 'regression', rows: 2000, columns: 7 } as const;
  const { config, notes } = resolve('auto', 2000, 7);
  expect(config.layers).toEqual(parseConfig({ data, layers: chooseLayers(facts) }).layers);
  expect(notes).toEqual([
    expect.stringMatching(/^layers: dense 128 relu, dropout .* chosen for 2,000 training rows of 7 inputs; /),
  ]);
});

test('layers that are given, or left out, stay as they are', () => {
  expect(resolve([], 2000, 7)).toMatchObject({ config: { layers: [] }, notes: [] });
  expect(parseConfig({ data }).layers).toEqual([]);
});

test('whatever the table, what is chosen is a config; an autoencoder has a bottleneck', () => {
  const counts = fc.integer({ min: 1, max: 10 ** 7 });
  const tasks = fc.constantFrom('classification' as const, 'regression' as const, 'reconstruction' as const);
  fc.assert(
    fc.property(tasks, counts, counts, (task, rows, columns) => {
      const layers = chooseLayers({ task, rows, columns });
      expect(() => parseConfig({ data, layers })).not.toThrow();
      if (task === 'reconstruction' && columns > 1)
        expect((layers[0] as { readonly units: number }).units).toBeLessThan(columns);
    }),
  );
});
