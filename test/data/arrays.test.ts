import { describe, expect, it } from 'vitest';
import { type Arrays, datasetFromArrays } from '../../src/data/arrays.js';
import { featureNames, targetColumns, targetNames } from '../../src/data/preprocessing/index.js';
import { preprocessingSchema } from '../../src/data/preprocessing/schema.js';
import { failure } from './support.js';

const x = Float64Array.of(1, 2, 3, 4);
const train = { x, t: Float64Array.of(0, 1) };
const classes = { kind: 'classes', classes: ['no', 'yes'] } as const;

describe('datasetFromArrays', () => {
  it('takes arrays as they are, with a preprocessing that leaves numbers alone', () => {
    const weights = Float64Array.of(1, 0);
    const validation = { x: Float64Array.of(5, 6), t: Float64Array.of(1) };
    const data = datasetFromArrays({ train: { ...train, weights }, validation, inputs: 2, target: classes });
    expect(data.train).toEqual({ rows: 2, ...train, weights });
    expect(data.train.x).toBe(x);
    expect([data.task, data.validation?.rows, data.test]).toEqual(['classification', 1, undefined]);
    expect(preprocessingSchema.parse(data.preprocessing)).toEqual(data.preprocessing);
    expect([featureNames(data.preprocessing), targetNames(data.preprocessing)]).toEqual([
      ['x1', 'x2'],
      ['y'],
    ]);
  });

  it.each([
    ['numbers', 'regression', Float64Array.of(-7, 8, 9, 10)],
    ['labels', 'classification', Float64Array.of(0, 1, 0.5, 0)],
    ['distribution', 'classification', Float64Array.of(0.25, 0.75, 1, 0)],
  ] as const)('%s: two columns', (kind, task, t) => {
    const data = datasetFromArrays({ train: { x, t }, inputs: 2, target: { kind, columns: 2 } });
    expect([data.task, data.train.t, targetNames(data.preprocessing)]).toEqual([task, t, ['y1', 'y2']]);
    expect(preprocessingSchema.parse(data.preprocessing)).toEqual(data.preprocessing);
  });

  it('reconstruction: t is x', () => {
    const data = datasetFromArrays({ train: { x }, inputs: 2, target: { kind: 'reconstruction' } });
    expect(data.train.t).toBe(x);
    expect([data.task, targetColumns(data.preprocessing)]).toEqual(['reconstruction', 2]);
  });

  const numbers = { kind: 'numbers', columns: 1 } as const;
  const of = (...values: number[]) => Float64Array.from(values);
  it.each<[string, Arrays]>([
    ['inputs: 0 is no positive integer', { train, inputs: 0, target: classes }],
    ['target.columns: 1.5 is no', { train, inputs: 2, target: { kind: 'numbers', columns: 1.5 } }],
    ['train.x: 4 numbers are no rows of 3', { train, inputs: 3, target: classes }],
    ['train.x: 0 numbers are no rows', { train: { x: of(), t: of() }, inputs: 2, target: classes }],
    [
      'train.x[1]: expected a finite number, got NaN',
      { train: { x: of(1, NaN) }, inputs: 2, target: numbers },
    ],
    ['train.t: expected 2 numbers, 1 for each row, got none', { train: { x }, inputs: 2, target: numbers }],
    [
      'train.t: expected 4 numbers, 2 for each row, got 2',
      { train, inputs: 2, target: { kind: 'labels', columns: 2 } },
    ],
    ['train.t[1]: expected a finite', { train: { x, t: of(0, Infinity) }, inputs: 2, target: numbers }],
    [
      'train.t[1]: expected the index of one of 2 classes, got 2',
      { train: { x, t: of(0, 2) }, inputs: 2, target: classes },
    ],
    [
      'train.t[0]: expected a number from 0 to 1, got 1.5',
      { train: { x, t: of(1.5, 1) }, inputs: 2, target: { kind: 'labels', columns: 1 } },
    ],
    [
      'train.t[2]: a row of a distribution sums to 1, but this one to 0.75',
      { train: { x, t: of(0.5, 0.5, 0.5, 0.25) }, inputs: 2, target: { kind: 'distribution', columns: 2 } },
    ],
    ['train.t: a reconstruction has no target', { train, inputs: 2, target: { kind: 'reconstruction' } }],
    ['test.x: 3 numbers', { train, test: { x: of(1, 2, 3), t: of(1) }, inputs: 2, target: classes }],
    [
      'train.weights: expected 2 weights, got 1',
      { train: { ...train, weights: of(1) }, inputs: 2, target: classes },
    ],
    [
      'train.weights[0]: expected a number of 0 or more, got -1',
      { train: { ...train, weights: of(-1, 2) }, inputs: 2, target: classes },
    ],
    ['train.weights: they sum to 0', { train: { ...train, weights: of(0, 0) }, inputs: 2, target: classes }],
  ])('refuses: %s', async (message, arrays) => {
    expect(await failure((async () => datasetFromArrays(arrays))())).toContain(`data: ${message}`);
  });
});
