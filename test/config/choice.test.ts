import fc from 'fast-check';
import { expect, test } from 'vitest';
import { budget, multiplyAddsOfEpoch } from '../../src/config/choice/arithmetic.js';
import { choose } from '../../src/config/choice/choose.js';
import { chooseLayers } from '../../src/config/choice/layers.js';
import { type PresetName, plan, presets } from '../../src/config/choice/presets.js';
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

test('every preset chooses a config, whose arithmetic keeps to the budget where 20 epochs of a plain network do', () => {
  const names = fc.constantFrom(...(Object.keys(presets) as PresetName[]));
  const tasks = fc.constantFrom('classification' as const, 'regression' as const);
  const count = (max: number) => fc.integer({ min: 1, max });
  fc.assert(
    fc.property(
      names,
      tasks,
      count(10 ** 6),
      count(300),
      count(30),
      (preset, task, rows, columns, outputs) => {
        const facts = { task, rows, columns, numbers: columns, outputs };
        const { data: settings, layers, ensemble, optimizer, training } = choose(facts, preset);
        const config = { data: { ...data, ...settings }, layers, ensemble, optimizer, training };
        expect(() => parseConfig(config)).not.toThrow();
        const units = [128, 128];
        const chosen = plan(facts, preset, units);
        expect(chosen.epochs).toBeLessThanOrEqual(presets[preset].epochs);
        const spent = chosen.epochs * multiplyAddsOfEpoch(facts, chosen);
        if (chosen.epochs > 1) expect(spent).toBeLessThanOrEqual(presets[preset].effort * budget(rows));
      },
    ),
  );
});

test('ten folds are for tables with 15 rows for each output in each of them, and time for all epochs', () => {
  const networks = (rows: number, outputs: number, columns = 8) =>
    plan({ task: 'classification', rows, columns, numbers: columns, outputs }, 'auto', [128, 128]).networks;
  expect(networks(449, 3)).toBe(5);
  expect(networks(450, 3)).toBe(10);
  expect(networks(1000, 3)).toBe(10);
  expect(networks(1000, 3, 300)).toBe(5);
  expect(networks(20_000, 3, 32)).toBe(5);
});
