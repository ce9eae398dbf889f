import { describe, expect, test } from 'vitest';
import { generateTable } from '../../src/data/generators/generate.js';
import { type Generator, type GeneratorName, generators } from '../../src/data/generators/index.js';
import { loadDataset } from '../../src/data/load.js';
import { dataSchema } from '../../src/data/schema.js';
import type { NumberColumn, Table } from '../../src/data/table/table.js';
import { random } from '../../src/random.js';
import { failure, valuesOf } from './support.js';

const names = Object.keys(generators) as GeneratorName[];
const config = (generator: GeneratorName, rows: number, noise = 0) => {
  const { train } = dataSchema.parse({ train: { generator, rows, noise } });
  if (typeof train === 'string' || !('generator' in train)) throw new Error('no generator');
  return train;
};
const values = (table: Table, name: string) => valuesOf(table.columns.get(name) as NumberColumn);
const points = (name: GeneratorName, rows: number, noise = 0) => {
  const columns = (generators[name] as Generator).generate(rows, noise, random(7, 'data'), {});
  const [x1, x2, t] = Object.values(columns);
  return Array.from(x1, (x, i) => ({ x1: x, x2: x2[i], t: t[i], r: Math.hypot(x, x2[i]), i }));
};
const average = (list: readonly number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;

describe.each(names)('%s', (name) => {
  test('gives just the rows asked for, all finite, its target last', () => {
    for (const rows of [1, 2, 7, 100]) {
      const table = generateTable(config(name, rows, 0.3), 1);
      expect(table.rows).toBe(rows);
      expect(table.header.at(-1)).toBe((generators[name] as Generator).target);
      for (const column of table.header) {
        expect(values(table, column)).toHaveLength(rows);
        expect(values(table, column).every(Number.isFinite)).toBe(true);
      }
    }
  });

  test('is decided by its seed', () => {
    const of = (seed: number) => generateTable(config(name, 20, 0.2), seed);
    expect(of(1)).toEqual(of(1));
    expect(of(1)).not.toEqual(of(2));
  });

  test('loads as a data set with its own target', async () => {
    const parsed = dataSchema.parse({ train: config(name, 50, 0.1) });
    const { task, train } = await loadDataset(parsed, { seed: 0, directory: '.' });
    expect(train.rows).toBe(50);
    expect(task).toBe((generators[name] as Generator).target === 'label' ? 'classification' : 'regression');
  });
});

// The laws of TensorFlow Playground's src/dataset.ts at noise 0, and what its noise does.
test('xor: the label is the sign of x1 x2; 0.3 are kept free beside the axes', () => {
  for (const { x1, x2, t } of points('xor', 400)) {
    expect(t).toBe(Math.sign(x1 * x2));
    for (const x of [x1, x2]) {
      expect(Math.abs(x)).toBeGreaterThanOrEqual(0.3);
      expect(Math.abs(x)).toBeLessThanOrEqual(5.3);
    }
  }
  expect(points('xor', 400, 0.5).some(({ x1, x2, t }) => t !== Math.sign(x1 * x2))).toBe(true);
});

test('circle: label 1 within 2.5, −1 from 3.5 to 5, halves of the rows', () => {
  const list = points('circle', 400);
  for (const { r, t, i } of list) {
    expect(t).toBe(i < 200 ? 1 : -1);
    if (t === 1) expect(r).toBeLessThanOrEqual(2.5);
    else {
      expect(r).toBeGreaterThanOrEqual(3.5 - 1e-12);
      expect(r).toBeLessThanOrEqual(5 + 1e-12);
    }
  }
});

test('gauss: centres (2, 2) and (−2, −2), variance 0.5 without noise and 4 at 0.5', () => {
  for (const [noise, variance] of [
    [0, 0.5],
    [0.5, 4],
  ]) {
    const list = points('gauss', 20_000, noise);
    for (const label of [1, -1]) {
      const x = list.filter(({ t }) => t === label).map(({ x1 }) => x1);
      expect(x).toHaveLength(10_000);
      const mean = average(x);
      // Standard errors: √(variance / n) ≤ 0.02 for the mean, variance · √(2 / n) ≤ 0.06 for the variance; five of
      // them.
      expect(Math.abs(mean - 2 * label)).toBeLessThan(0.1);
      expect(Math.abs(average(x.map((value) => (value - mean) ** 2)) - variance)).toBeLessThan(0.3);
    }
  }
});

test('xor_clusters: a quarter of the rows around each (±5, ±5), the label the sign of the product', () => {
  const list = points('xor_clusters', 4000);
  for (const c1 of [5, -5])
    for (const c2 of [5, -5]) {
      const near = list.filter(({ x1, x2 }) => Math.hypot(x1 - c1, x2 - c2) < 5);
      expect(near).toHaveLength(1000);
      expect(new Set(near.map(({ t }) => t))).toEqual(new Set([Math.sign(c1 * c2)]));
    }
});

test('spiral: point i of n lies at radius 5 i/n and angle 3.5 π i/n, the second arm half a turn on', () => {
  for (const { x1, x2, t, i } of points('spiral', 200)) {
    const part = (i % 100) / 100;
    const angle = 3.5 * Math.PI * part + (t === 1 ? 0 : Math.PI);
    expect(t).toBe(i < 100 ? 1 : -1);
    expect(x1).toBeCloseTo(5 * part * Math.sin(angle), 12);
    expect(x2).toBeCloseTo(5 * part * Math.cos(angle), 12);
  }
  for (const { x1, x2, i } of points('spiral', 200, 0.5)) {
    const clean = points('spiral', 200)[i];
    expect(Math.max(Math.abs(x1 - clean.x1), Math.abs(x2 - clean.x2))).toBeLessThanOrEqual(0.5);
  }
});

test('reg_plane: y = (x1 + x2) / 10 within ±6', () => {
  for (const { x1, x2, t } of points('reg_plane', 200)) {
    expect(t).toBe((x1 + x2) / 10);
    expect(Math.max(Math.abs(x1), Math.abs(x2))).toBeLessThanOrEqual(6);
  }
});

test('reg_gauss: y falls from ±1 at the nearest peak to 0 at distance 2', () => {
  const peaks = [
    [-4, 2.5, 1],
    [0, 2.5, -1],
    [4, 2.5, 1],
    [-4, -2.5, -1],
    [0, -2.5, 1],
    [4, -2.5, -1],
  ];
  for (const { x1, x2, t } of points('reg_gauss', 400)) {
    // Peaks are at least 4 apart, so at most one is within 2.
    const [c1, c2, sign] = peaks.toSorted(
      (a, b) => Math.hypot(x1 - a[0], x2 - a[1]) - Math.hypot(x1 - b[0], x2 - b[1]),
    )[0];
    expect(t).toBeCloseTo(sign * Math.max(0, 1 - Math.hypot(x1 - c1, x2 - c2) / 2), 12);
  }
});

describe('function', () => {
  const make = (rows: number, noise: number, options: object) =>
    (generators.function as Generator).generate(rows, noise, random(7, 'data'), options);

  test('x is evenly spaced, both ends included; y is the value', () => {
    const columns = make(5, 0, { expression: 'x^2 - 1', from: -1, to: 3 });
    expect(columns.x).toEqual(Float64Array.of(-1, 0, 1, 2, 3));
    expect(columns.y).toEqual(Float64Array.of(0, -1, 0, 3, 8));
    expect(make(1, 0, { expression: 'x', from: 2, to: 3 }).x).toEqual(Float64Array.of(2));
  });

  test('noise is the standard deviation of y', () => {
    const y = [...make(20_000, 0.5, { expression: '0', from: 0, to: 1 }).y];
    // The standard error of the variance 0.25 is 0.25 √(2 / 20 000) = 0.0025.
    expect(Math.abs(average(y.map((value) => value * value)) - 0.25)).toBeLessThan(0.0125);
  });

  test.each([
    ['log(x)', 'config: data.train.expression: log(x) is NaN at x = -1'],
    ['sin(z)', 'config: data.train.expression: character 5: unknown variable "z"'],
  ])('%s is refused', async (expression, message) => {
    const error = await failure((async () => make(3, 0, { expression, from: -1, to: 1 }))());
    expect(error).toContain(message);
  });
});
