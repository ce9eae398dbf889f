import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import type { Task } from '../../src/data/dataset.js';
import { loadDataset, restoreDataset } from '../../src/data/load.js';
import type { NumberFeature } from '../../src/data/preprocessing/index.js';
import { dataSchema } from '../../src/data/schema.js';
import type { TargetKind } from '../../src/nn/losses/index.js';
import { runs } from '../helpers/runs.js';
import { firstDifference } from '../kernels/arena.js';
import { type Config, failure, load } from './support.js';

const options = { seed: 0, directory: 'datasets' };

test('iris: from the file to splits, with no settings but the target', async () => {
  const config = dataSchema.parse({
    train: 'iris.csv',
    target: 'species',
    split: { type: 'random', validation: 0.15, test: 0.15 },
  });
  const { task, train, validation, test, preprocessing, notes, warnings, sha256 } = await loadDataset(
    config,
    options,
  );
  expect(task).toBe('classification');
  expect([train.rows, validation?.rows, test?.rows]).toEqual([105, 23, 22]);
  expect(train.x.length).toBe(105 * 4);
  expect(preprocessing.target).toMatchObject({
    kind: 'classes',
    classes: ['setosa', 'versicolor', 'virginica'],
  });
  expect(notes).toEqual(['task: classification, as its target species holds text']);
  expect(warnings).toEqual([]);
  expect(sha256).toEqual({
    train: createHash('sha256').update(readFileSync('datasets/iris.csv')).digest('hex'),
  });
});

describe('every shipped file loads', () => {
  test.each<[string, Config, Task, number, number]>([
    ['wine.csv', { target: 'cultivar' }, 'classification', 178, 13],
    ['breast_cancer.csv', { target: 'diagnosis' }, 'classification', 569, 30],
    ['digits.csv', { target: 'digit' }, 'classification', 1797, 64],
    ['mnist10k.csv.gz', { target: 'label' }, 'classification', 10_000, 784],
    ['diabetes.csv', { target: 'progression' }, 'regression', 442, 10],
    ['linnerud.csv', { target: ['weight', 'waist', 'pulse'] }, 'regression', 20, 3],
    ['mtcars.csv', { target: 'mpg', ignore: ['model'] }, 'regression', 32, 10],
    ['airquality.csv', { target: 'Ozone', missing: 'drop' }, 'regression', 111, 5],
    ['penguins.csv', { target: 'species', missing: 'mean' }, 'classification', 344, 10],
    ['pimaindiansdiabetes2.csv', { target: 'diabetes', missing: 'median' }, 'classification', 768, 8],
    ['servo.csv', { target: 'Class', columns: { Pgain: { type: 'category' } } }, 'regression', 167, 15],
  ])('%s', async (train, config, task, rows, inputs) => {
    const data = await loadDataset(dataSchema.parse({ train, ...config }), options);
    expect(data.task).toBe(task);
    expect(data.train.rows).toBe(rows);
    expect(data.train.x.length).toBe(rows * inputs);
    expect(data.train.x.every(Number.isFinite)).toBe(true);
    // Scaled by the training rows themselves, every number column has mean 0, and so has the whole but for one-hot
    // columns.
    expect(JSON.parse(JSON.stringify(data.preprocessing))).toEqual(data.preprocessing);
  });
});

test('more rows than a group has are encoded as if each stood alone, in whichever part they are', async () => {
  const rows = runs(70_000, 150_000);
  const number = (i: number) => (i * 7919) % 1000;
  const line = (i: number) => `${number(i)},${'abc'[i % 3]},${i % 2},${i % 5 === 0 ? 'test' : 'train'}\n`;
  const text = `n,c,y,part\n${Array.from({ length: rows }, (_, i) => line(i)).join('')}`;
  const { train, test, preprocessing } = await load(text, {
    target: 'y',
    split: { type: 'column', column: 'part' },
  });
  const [{ center, scale }] = preprocessing.features as readonly [NumberFeature];
  const indices = Array.from({ length: rows }, (_, i) => i);
  for (const [split, isMeant] of [
    [train, (i: number) => i % 5 !== 0],
    [test!, (i: number) => i % 5 === 0],
  ] as const) {
    const meant = indices.filter(isMeant);
    const x = meant.flatMap((i) => [
      (number(i) - center) / scale,
      ...[0, 1, 2].map((j) => Number(i % 3 === j)),
    ]);
    expect(firstDifference(split.x, Float64Array.from(x))).toBeNull();
    const t = Float64Array.from(meant, (i) => i % 2);
    expect(firstDifference(split.t, t)).toBeNull();
  }
});

describe('task and target', () => {
  const several = 'x,a,b\n1,0,1\n2,1,0\n3,1,0\n';
  test.each<[string, Config['target'], Task | undefined, TargetKind | undefined, Task, string]>([
    ['x,y\n1,p\n2,n\n', 'y', undefined, undefined, 'classification', 'classes'],
    ['x,y\n1,0\n2,1\n', 'y', undefined, undefined, 'classification', 'classes'],
    ['x,y\n1,0\n2,1\n', 'y', undefined, 'numbers', 'regression', 'numbers'],
    ['x,y\n1,0\n2,1\n', 'y', undefined, 'labels', 'classification', 'classes'],
    ['x,y\n1,0\n2,1\n', 'y', 'regression', undefined, 'regression', 'numbers'],
    ['x,y\n1,0.5\n2,1\n', 'y', undefined, undefined, 'regression', 'numbers'],
    ['x,y\n1,0.5\n2,1\n', 'y', 'classification', undefined, 'classification', 'classes'],
    ['x,y\n1,0.5\n2,1\n3,0.2\n', 'y', undefined, 'labels', 'classification', 'labels'],
    [several, ['a', 'b'], undefined, undefined, 'regression', 'numbers'],
    [several, ['a', 'b'], undefined, 'labels', 'classification', 'labels'],
    [several, ['a', 'b'], undefined, 'distribution', 'classification', 'distribution'],
    [several, ['a', 'b'], 'classification', undefined, 'classification', 'distribution'],
    [several, ['x', 'b'], 'regression', undefined, 'regression', 'numbers'],
    [several, undefined, 'reconstruction', undefined, 'reconstruction', 'reconstruction'],
  ])('%j, target %j, task %s, loss for %s: %s by %s', async (text, target, task, targets, expected, kind) => {
    const data = await load(text, { target }, { task, targets });
    expect(data.task).toBe(expected);
    expect(data.preprocessing.target.kind).toBe(kind);
    expect(data.notes).toHaveLength(task === undefined ? 1 : 0);
  });

  test('whole numbers are classes up to 20 of them, with 5 rows each on average', async () => {
    const text = (n: number, rows = 5 * n) =>
      `x,y\n${Array.from({ length: rows }, (_, i) => `${i},${i % n}`).join('\n')}`;
    expect((await load(text(20), { target: 'y' })).notes[0]).toBe(
      'task: classification, as its target y has 20 different whole numbers, with 5 rows each on average; ' +
        'if it is regression, --set task=regression',
    );
    expect((await load(text(20, 99), { target: 'y' })).notes[0]).toBe(
      'task: regression, as its target y has 20 different whole numbers, with 4.9 rows each on average, too few for ' +
        'classes; if it is classification, --set task=classification',
    );
    expect((await load(text(2, 4), { target: 'y' })).notes[0]).toContain('task: classification, as');
    expect((await load(text(21), { target: 'y' })).notes[0]).toBe(
      'task: regression, as its target y has more than 20 different whole numbers; ' +
        'if it is classification, --set task=classification',
    );
    const { preprocessing } = await load(text(30), { target: 'y' }, { task: 'classification' });
    expect(preprocessing.target).toMatchObject({ classes: Array.from({ length: 30 }, (_, i) => String(i)) });
  });

  test('classes are numbered in the order of their names, numeric ones by value', async () => {
    const { train, preprocessing } = await load(
      'x,y\n1,10\n2,9\n3,-1\n',
      { target: 'y' },
      { task: 'classification' },
    );
    expect(preprocessing.target).toMatchObject({ classes: ['-1', '9', '10'] });
    expect([...train.t]).toEqual([2, 1, 0]);
  });

  test('numbers are scaled by target_scale', async () => {
    const { train, preprocessing } = await load('x,y\n1,0.5\n2,2.5\n', {
      target: 'y',
      target_scale: 'minmax',
    });
    expect([...train.t]).toEqual([0, 1]);
    expect(preprocessing.target).toMatchObject({ center: [0.5], scale: [2] });
  });

  test('a reconstruction has t = x, and leaves the target out of both', async () => {
    const { train } = await load('x,z,y\n1,5,a\n2,7,b\n', { target: 'y' }, { task: 'reconstruction' });
    expect(train.t).toBe(train.x);
    expect(train.x).toEqual(Float64Array.of(-1, -1, 1, 1));
  });

  test('target, weight and split column are no features; features keep the order of the config', async () => {
    const text = 'a,b,w,part,y\n1,2,1,train,0.5\n3,4,2,train,1.5\n';
    const split = { type: 'column', column: 'part' } as const;
    const all = await load(text, { target: 'y', weight: 'w', split });
    expect(all.preprocessing.features).toMatchObject([{ name: 'a' }, { name: 'b' }]);
    expect(all.train.weights).toEqual(Float64Array.of(1, 2));
    const some = await load(text, { target: 'y', weight: 'w', split, features: ['b', 'a', 'y'] });
    expect(some.preprocessing.features).toMatchObject([{ name: 'b' }, { name: 'a' }]);
  });

  test('columns called __proto__ and constructor are ordinary, as is one row', async () => {
    const { preprocessing, train } = await load('__proto__,constructor\n1,0.5\n', { target: 'constructor' });
    expect(preprocessing.features).toMatchObject([{ kind: 'number', name: '__proto__' }]);
    expect([...train.x, ...train.t]).toEqual([0, 0.5]);
  });
});

describe('refused', () => {
  const split = { type: 'random', validation: 0.5 } as const;
  test.each<[string, string, Config, { task?: Task; targets?: TargetKind }, string]>([
    ['no target', 'x,y\n1,2\n', {}, {}, 'config: data.target: absent'],
    [
      'a misspelt target',
      'x,species\n1,2\n',
      { target: 'specie' },
      {},
      'config: data.target: stdin has no column "specie"; did you mean "species"?',
    ],
    [
      'a misspelt column',
      'x,y\n1,2\n',
      { target: 'y', ignore: ['zzzz'] },
      {},
      'config: data.ignore: stdin has no column "zzzz"; its columns are x, y',
    ],
    [
      'nothing but the target',
      'y\n1\n',
      { target: 'y' },
      {},
      'data: stdin: no column is left to predict from',
    ],
    [
      'text for regression',
      'x,y\n1,\n2,a\n',
      { target: 'y', missing: 'drop' },
      { task: 'regression' },
      'data: stdin:3:2: column 2 (y): "a" is no number',
    ],
    [
      'text among several targets',
      'x,y,z\n1,a,1\n2,b,2\n',
      { target: ['y', 'z'] },
      {},
      'data: stdin:2:2: column 2 (y): "a" is no number',
    ],
    ['one class', 'x,y\n1,a\n2,a\n', { target: 'y' }, {}, 'data: stdin: column y has but one class, "a"'],
    [
      'a missing target that is not to be',
      'x,y\n1,a\n2,\n3,b\n',
      { target: 'y', columns: { y: { missing: 'error' } } },
      {},
      'data: stdin:3:2: column 2 (y): a missing value',
    ],
    [
      'a missing target that is not to be, stratified',
      'x,y\n1,a\n2,\n3,b\n',
      { target: 'y', split, columns: { y: { missing: 'error' } } },
      {},
      'data: stdin:3:2: column 2 (y): a missing value',
    ],
    [
      'a missing feature',
      'x,y\n1,a\nNA,b\n',
      { target: 'y' },
      {},
      'data: stdin:3:1: column 1 (x): a missing value',
    ],
    [
      'a value missing in every row',
      'x,y\n,a\nNA,b\n',
      { target: 'y', missing: 'drop' },
      {},
      'data: stdin: no data: a value is missing in every row',
    ],
    [
      'labels beyond 1',
      'x,a,b\n1,0,2\n2,1,0\n',
      { target: ['a', 'b'] },
      { targets: 'labels' },
      'data: stdin:2:3: column 3 (b): the target is 2',
    ],
    [
      'no distribution',
      'x,a,b\n1,0,1\n2,0.5,0.4\n',
      { target: ['a', 'b'] },
      { targets: 'distribution' },
      'data: stdin:3: the targets a, b sum to 0.9',
    ],
    [
      'a negative weight',
      'x,w,y\n1,1,a\n2,-1,b\n',
      { target: 'y', weight: 'w' },
      {},
      'data: stdin:3:2: column 2 (w): the weight -1 is negative',
    ],
    [
      'weights of 0',
      'x,w,y\n1,0,a\n2,0,b\n',
      { target: 'y', weight: 'w' },
      {},
      'data: stdin: the weights (column w) of the train split are all 0',
    ],
    [
      'a missing weight',
      'x,w,y\n1,,a\n2,0,b\n',
      { target: 'y', weight: 'w' },
      {},
      'data: stdin:2:2: column 2 (w): a missing weight; fill it in',
    ],
    [
      'an infinite weight',
      'x,w,y\n1,inf,a\n2,0,b\n',
      { target: 'y', weight: 'w' },
      {},
      'data: stdin:2:2: column 2 (w) holds numbers, but this is "inf"',
    ],
    [
      'an overflowing target',
      'x,y\n1,1e999\n2,0.5\n',
      { target: 'y', columns: { y: { type: 'number' } } },
      {},
      'data: stdin:2:2: column 2 (y) holds numbers, but this is "1e999"',
    ],
    [
      'target_scale for classes',
      'x,y\n1,a\n2,b\n',
      { target: 'y', target_scale: 'standard' },
      {},
      'config: data.target_scale',
    ],
  ])('%s', async (_, text, config, options, message) => {
    expect(await failure(load(text, config, options))).toContain(message);
  });

  test('stdin where there is none', async () => {
    expect(await failure(loadDataset(dataSchema.parse({ train: '-', target: 'y' }), options))).toContain(
      'usage: ',
    );
  });

  test.each([
    ['validation twice', { validation: 'v.csv', split: { type: 'random', validation: 0.2 } }],
    ['fractions that leave nothing', { split: { type: 'random', validation: 0.5, test: 0.5 } }],
    ['a feature that is ignored', { features: ['a'], ignore: ['a'] }],
    ['a quote as delimiter', { delimiter: '"' }],
    ['an unknown key', { targets: 'y' }],
    ['an unknown generator', { train: { generator: 'swirl' } }],
  ])('%s, by the schema', (_, config) => {
    expect(dataSchema.safeParse({ train: 'a.csv', ...config }).success).toBe(false);
  });
});

describe('files for validation and test', () => {
  const directory = mkdtempSync(join(tmpdir(), 'mlp-data-'));
  const write = (name: string, text: string) => writeFileSync(join(directory, name), text);
  write('train.csv', 'x,k,y\n0,p,a\n2,q,b\n');
  write('test.csv', 'y,extra,k,x\n\nb,?,q,4\na,?,r,NA\n');
  write('new.csv', 'x,k,y\n0,p,a\n1,p,c\n');
  write('text.csv', 'x,k,y\nzero,p,a\n');
  write('short.csv', 'x,y\n1,a\n');
  const from = (files: object) =>
    loadDataset(dataSchema.parse({ train: 'train.csv', target: 'y', missing: 'drop', ...files }), {
      seed: 0,
      directory,
    });

  test('are encoded as training was: columns by name, unseen categories 0 with one warning', async () => {
    const { test, notes, warnings, sha256 } = await from({
      test: 'test.csv',
      columns: { x: { missing: 'mean' } },
    });
    expect(test).toEqual({ rows: 2, x: Float64Array.of(3, 0, 1, 0, 0, 0), t: Float64Array.of(1, 0) });
    expect(notes).toContain('test.csv: 1 blank line skipped');
    expect(warnings).toEqual([
      'test.csv: values that no training row had, encoded as all zeros: k: "r" (1 row, line 4)',
    ]);
    expect(Object.keys(sha256)).toEqual(['train', 'test']);
  });

  test('rows with missing values are left out, and counted', async () => {
    const { test, notes } = await from({ test: 'test.csv' });
    expect(test!.rows).toBe(1);
    expect(notes).toContain('test.csv: 1 row of 2 left out, as a value is missing (missing: "drop")');
  });

  test.each([
    [
      'new.csv',
      'data: new.csv:3:3: column 3 (y): the class "c" is in the validation split, but no training row has it; ' +
        'the classes are a, b',
    ],
    ['text.csv', 'data: text.csv:2:1: column 1 (x) holds numbers, but this is "zero"'],
    ['short.csv', 'data: short.csv:1: no column "k", which the training data had; the columns here are x, y'],
    ['absent.csv', 'no_input: absent.csv: no such file'],
  ])('%s', async (validation, message) => {
    expect(await failure(from({ validation }))).toContain(message);
  });
});

describe('restoreDataset gives the very arrays of loadDataset', () => {
  test.each<[string, Config, Task | undefined]>([
    [
      'penguins.csv',
      { target: 'species', missing: 'median', split: { type: 'random', validation: 0.2, test: 0.1 } },
      undefined,
    ],
    [
      'airquality.csv',
      { target: 'Ozone', missing: 'drop', split: { type: 'random' }, target_scale: 'standard' },
      undefined,
    ],
    ['digits.csv', { target: 'digit', split: { type: 'random' }, scale: 'robust' }, undefined],
    ['servo.csv', { target: 'Class', split: { type: 'random' } }, 'classification'],
    ['linnerud.csv', { target: 'pulse', ignore: ['waist', 'weight'] }, 'reconstruction'],
  ])('%s', async (train, more, task) => {
    const config = dataSchema.parse({ train, ...more });
    const loaded = await loadDataset(config, { ...options, task });
    const stored = JSON.parse(JSON.stringify(loaded.preprocessing));
    const restored = await restoreDataset(config, stored, loaded.task, options);
    for (const part of ['train', 'validation', 'test', 'preprocessing', 'sha256', 'task'] as const)
      expect(restored[part]).toEqual(loaded[part]);
  });

  test('of a generator', async () => {
    const config = dataSchema.parse({ train: { generator: 'spiral', rows: 50 }, split: { type: 'random' } });
    const loaded = await loadDataset(config, options);
    const restored = await restoreDataset(config, loaded.preprocessing, loaded.task, options);
    expect([restored.train, restored.validation]).toEqual([loaded.train, loaded.validation]);
  });
});

test('stdin is read by "-"', async () => {
  const stdin = Readable.from([Buffer.from('x,y\n1,a\n2,b\n')]);
  const { train } = await loadDataset(dataSchema.parse({ train: '-', target: 'y' }), {
    ...options,
    stdin,
  });
  expect(train.rows).toBe(2);
});
