import { describe, expect, test } from 'vitest';
import { nearest } from '../../src/model/embeddings.js';
import { project } from './project.js';

/** Text on one line. */
const flat = (text: string) => text.replace(/\s+/g, ' ');

/** A CSV of so many rows. */
const csv = (header: string, rows: number, row: (i: number) => string) =>
  [header, ...Array.from({ length: rows }, (_, i) => row(i)), ''].join('\n');

const config = (data: object, more: object = {}) => ({
  data: { train: 'rows.csv', target: 'y', ...data },
  layers: [],
  training: { epochs: 1 },
  ...more,
});

describe('splits of rows with few values', () => {
  const one = (text: string) => csv('x,k,y', 12, (i) => `${i},${text},${i}.5`);
  const folds = { ensemble: { type: 'folds', members: 3 } };
  const split = (type: string, more: object = {}) => ({ split: { type, column: 'k', ...more } });
  test.each([
    [
      'one group',
      one('a'),
      config(split('group')),
      'column k has one value, but train and validation need one',
    ],
    [
      'one group for folds',
      one('a'),
      config(split('group', { validation: 0 }), folds),
      'column k has one value, but 3 folds',
    ],
    [
      'one time',
      one('2024-01-01'),
      config(split('time')),
      'rows of one time stay together, and there are 2 parts',
    ],
    [
      'one time for folds',
      one('7'),
      config(split('time', { validation: 0 }), folds),
      'there are 3 folds (ensemble.members); leave "ensemble" out, or split by a finer time',
    ],
    [
      'a time that is no number as the first one is',
      csv('x,k,y', 12, (i) => `${i},${i < 6 ? i : `late ${i}`},${i}.5`),
      config(split('time')),
      '"late 6" is neither a number nor a date',
    ],
    [
      'no row for training',
      csv('x,k,y', 6, (i) => `${i},${i % 2 ? 'test' : 'dev'},${i}.5`),
      config(split('column')),
      'the train split is empty: no row says "train" in column k; they say "dev", "test"',
    ],
    [
      'a single row',
      csv('x,k,y', 1, () => '1,1,2.5'),
      config({ split: { type: 'random' } }),
      '1 row is less than one',
    ],
    [
      'more folds than rows',
      csv('x,k,y', 1, () => '1,1,2.5'),
      config({ split: { type: 'none' } }, folds),
      'use more rows, or leave "ensemble" out',
    ],
  ])('%s', async (_, rows, of, message) => {
    const { mlp } = project({ 'rows.csv': rows, 'a.json': { task: 'regression', ...of } });
    const { code, stderr } = await mlp('train a.json --out run');
    expect([code, flat(stderr)]).toEqual([65, expect.stringContaining(message)]);
  });

  test('a group, or a time, of its own for a part is told in the singular', async () => {
    const rows = csv('x,k,y', 20, (i) => `${i},${i < 10 ? 5 : 6},${i}.5`);
    const { done } = project({ 'rows.csv': rows, 'a.json': config(split('group', { validation: 0.5 })) });
    expect(flat((await done('train a.json --out run')).stderr)).toContain(
      'train 10 rows of 1 group, validation 10 rows of 1 group',
    );
    const byTime = '--set data.split.type=time --set task=regression';
    expect(flat((await done(`train a.json --out run --force ${byTime}`)).stderr)).toContain(
      'train 10 rows (5), validation 10 rows (6)',
    );
  });
});

describe('a metric that tells nothing apart', () => {
  const stopping = { epochs: 1, early_stopping: { metric: 'roc_auc' } };
  test('in a fold of one class', async () => {
    const rows = csv('x,k,y', 12, (i) => `${i},${Math.floor(i / 4)},${i < 4 ? 'no' : i % 2 ? 'yes' : 'no'}`);
    const of = config(
      { split: { type: 'group', column: 'k', validation: 0, stratify: false } },
      { training: stopping, ensemble: { type: 'folds', members: 3 } },
    );
    const { done } = project({ 'rows.csv': rows, 'a.json': of });
    expect(flat((await done('train a.json --out run')).stderr)).toMatch(
      /roc_auc is not defined for the 4 rows of fold \d, all of class no, so that training goes by the loss/,
    );
  });

  test('in several validation rows of one class', async () => {
    const rows = csv(
      'x,k,y',
      12,
      (i) => `${i},${i < 8 ? 'train' : 'valid'},${i < 8 && i % 2 ? 'yes' : 'no'}`,
    );
    const of = config({ split: { type: 'column', column: 'k' } }, { training: stopping });
    const { done } = project({ 'rows.csv': rows, 'a.json': of });
    expect(flat((await done('train a.json --out run')).stderr)).toContain(
      'for the 4 validation rows, all of class no, so that',
    );
  });
});

describe('weights of classes', () => {
  const rows = csv('x,w,y', 24, (i) => `${i},${1 + (i % 3)},${i % 4 ? 'no' : 'yes'}`);
  test.each(['balanced', { no: 1, yes: 3 }])(
    '%j are those that repeating rows would give',
    async (weight) => {
      // balanced: a row of yes counts three times as much as one of no, by the weights of the rows
      const of = (more: object) => config({ weight: 'w', ...more }, { optimizer: { type: 'lbfgs' } });
      const training = { epochs: 30, batch_size: 'full' };
      const { done } = project({
        'rows.csv': rows,
        'a.json': { ...of({}), training: { ...training, class_weight: weight } },
        'b.json': { ...of({ train: 'b.csv' }), training },
        'b.csv': csv('x,w,y', 24, (i) => `${i},${(1 + (i % 3)) * (i % 4 ? 1 : 3)},${i % 4 ? 'no' : 'yes'}`),
      });
      await done('train a.json --quiet --out a');
      await done('train b.json --quiet --out b');
      const p = async (run: string) =>
        (await done(`predict ${run} rows.csv`)).stdout
          .trimEnd()
          .split('\n')
          .slice(1)
          .map((line) => Number(line.split(',')[1]));
      const [first, second] = [await p('a'), await p('b')];
      first.forEach((value, i) => {
        expect(value).toBeCloseTo(second[i], 2);
      });
    },
  );
});

describe('vectors', () => {
  test('of zeros have no cosine, and are the last', () => {
    const vectors = [
      [1, 0],
      [0, 0],
      [0, 2],
      [-1, 0],
    ].map((v) => Float64Array.from(v));
    const found = nearest({ column: 'c', levels: ['a', 'b', 'c', 'd'], width: 2, members: [vectors] }, 'a');
    expect(found).toEqual([
      { category: 'c', cosine: 0 },
      { category: 'd', cosine: -1 },
      { category: 'b', cosine: null },
    ]);
  });

  test('names that are like no other are refused with those that there are', async () => {
    const of = config({ columns: { town: { encode: 'embedding' } } });
    const rows = csv('town,y', 12, (i) => `${['Rome', 'Oslo', 'Paris'][i % 3]},${i}.5`);
    const { done, mlp } = project({ 'rows.csv': rows, 'a.json': of });
    await done('train a.json --quiet --out run');
    expect(await mlp('embeddings run --column altitude')).toMatchObject({
      code: 2,
      stderr: 'error: --column altitude: the model has no vectors for it; it has them for town\n',
    });
    const { code, stderr } = await mlp('embeddings run --nearest Constantinople');
    expect([code, flat(stderr)]).toEqual([
      2,
      expect.stringMatching(/no category of town; it has .*Oslo.*Paris/),
    ]);
  });
});

describe('what inspect, check and predict say of other kinds of models', () => {
  const rows = csv('x,v,y,z', 30, (i) => `${i},${i % 3},${i % 7},${i}`);
  test('basis functions, and two numbers to predict', async () => {
    const of = config({ target: ['y', 'z'], features: ['v'], basis: ['x^2'] }, { task: 'regression' });
    const { done, mlp } = project({ 'rows.csv': rows, 'a.json': of });
    await done('train a.json --quiet --out run');
    const { stdout } = await done('inspect run');
    expect(stdout).toMatch(/^x +variable +\S+ +for basis functions only$/m);
    expect(stdout).toMatch(/^x\^2 +basis +\(x − [\d.]+\) \/ [\d.]+$/m);
    expect((await done('predict run rows.csv')).stdout).toMatch(/^prediction_y,prediction_z\n/);
    expect((await done('check a.json')).stdout).toMatch(/^rows +\d+$/m);
    const refused = await mlp('predict run rows.csv --layer head --error');
    expect([refused.code, flat(refused.stderr)]).toEqual([
      2,
      expect.stringContaining('--layer prints no pred'),
    ]);
    const both = await mlp('predict run rows.csv --error --spread');
    expect([both.code, flat(both.stderr)]).toEqual([
      2,
      expect.stringContaining('leave out --spread, or --error'),
    ]);
  });

  test('a number in bins, one that is indicated where it is missing, and a temperature', async () => {
    const bins = { type: 'piecewise_linear', bins: 4 };
    const gaps = csv('x,w,y', 60, (i) => `${i % 10},${i % 6 ? i : ''},${(i * 7) % 11 < 5 ? 'no' : 'yes'}`);
    const of = config(
      {
        missing: 'mean',
        missing_indicator: true,
        columns: { x: { encode: bins, scale: 'none' } },
        split: { type: 'random', validation: 0.3 },
      },
      { training: { epochs: 3, calibrate: 'temperature' } },
    );
    const { done } = project({ 'rows.csv': gaps, 'a.json': of });
    await done('train a.json --quiet --out run');
    const { stdout } = await done('inspect run');
    expect(stdout).toMatch(/^x +number .*by 4 bins$/m);
    expect(stdout).toMatch(/^w +number +[\d.]+, indicated /m);
    expect(stdout).toMatch(/^sure +temperature /m);
  });
});

describe('generators of few values', () => {
  const rows = csv('day,size,kind,same,once', 40, (i) =>
    [
      i % 9 ? `2024-02-${10 + (i % 15)}` : '',
      i % 7 ? (i * i) % 31 : '',
      i % 5 ? 'b' : 'a',
      4,
      '2024-05-01',
    ].join(),
  );
  const of = (objective: object) => ({
    task: 'generation',
    data: {
      train: 'rows.csv',
      missing: 'mean',
      columns: {
        same: { type: 'number' },
        once: { type: 'date', parts: ['year'] },
        day: { parts: ['weekday'] },
      },
      split: { type: 'random', validation: 0.25 },
    },
    layers: [{ type: 'dense', units: 4, activation: 'tanh' }],
    training: { epochs: 2, objective },
  });
  const gan = { type: 'gan', latent: 2, discriminator: [{ type: 'dense', units: 4 }] };
  test.each([
    ['vae', { type: 'vae', latent: 2 }],
    ['gan', gan],
  ])('%s: a constant is in every row, and what was missing is at times', async (type, objective) => {
    const { done } = project({ 'rows.csv': rows, 'a.json': of(objective) });
    await done('train a.json --quiet --out run');
    const { stdout } = await done('sample run --rows 60 --json');
    const drawn = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    for (const { day, size, same, once } of drawn) {
      expect([same, once]).toEqual([4, '2024-05-01']);
      if (size !== null) expect(Number.isInteger(size) && size >= 0 && size <= 30).toBe(true);
      if (day !== null) expect(day).toMatch(/^2024-02-(1\d|2[0-4])$/);
    }
    expect(drawn.some(({ day, size }) => day === null || size === null)).toBe(true);
    const inspected = (await done('inspect run')).stdout;
    expect(inspected.includes('loss of the discriminator')).toBe(type === 'gan');
    expect(inspected.includes('codes of 2 numbers')).toBe(type === 'gan');
  });
});
