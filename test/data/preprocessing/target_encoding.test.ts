import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import type { Dataset } from '../../../src/data/dataset.js';
import { restoreDataset } from '../../../src/data/load.js';
import { featureNames, type Preprocessing, scalings } from '../../../src/data/preprocessing/index.js';
import { preprocessingSchema } from '../../../src/data/preprocessing/schema.js';
import { dataSchema } from '../../../src/data/schema.js';
import { encodingFolds } from '../../../src/data/splits/encoding_folds.js';
import { encodeStream } from '../../../src/data/stream.js';
import { random, uniform } from '../../../src/random.js';
import { all, type Config, failure, load, source } from '../support.js';

const csv = (header: string, rows: readonly (readonly unknown[])[]) =>
  [header, ...rows.map((row) => row.join(','))].join('\n');
const target: Config = { target: 'y', scale: 'none', encode: 'target' };

/** Rows of some of three categories with a number each, which differ by category. */
const rows = Array.from({ length: 40 }, (_, i) => [
  `${'abc'[(i * i) % 3]}`,
  ((i * 7) % 10) + (i % 3) * 4 + 0.5,
]);
const fresh = async (preprocessing: Preprocessing, texts: readonly string[]) => {
  const warnings: string[] = [];
  const listener = { warn: (text: string) => warnings.push(text) };
  const chunks = await all(
    encodeStream(
      source(
        csv(
          'k',
          texts.map((text) => [text]),
        ),
      ),
      preprocessing,
      { target: 'ignore', ...listener },
    ),
  );
  return { x: chunks.flatMap(({ x }) => [...x]), warnings };
};

/** Smoothed mean of the rows that `isIn` takes, by hand: Σ y + 10 mean over n + 10. */
function meanOf(
  data: readonly (readonly unknown[])[],
  isIn: (row: readonly unknown[], i: number) => boolean,
) {
  const overall = data.reduce((sum, [, y]) => sum + Number(y), 0) / data.length;
  const found = data.filter(isIn).map(([, y]) => Number(y));
  return (found.reduce((sum, y) => sum + y, 0) + 10 * overall) / (found.length + 10);
}

describe('target encoding of a number', () => {
  test('fresh rows get the smoothed mean over all training rows, training rows that over the other folds', async () => {
    const { train, preprocessing } = await load(csv('k,y', rows), target);
    expect(featureNames(preprocessing)).toEqual(['k.mean_y']);
    const { x, warnings } = await fresh(preprocessing, ['a', 'b', 'zz']);
    const byHand = (text: string) => meanOf(rows, ([k]) => k === text);
    expect(x[0]).toBeCloseTo(byHand('a'), 12);
    expect(x[1]).toBeCloseTo(byHand('b'), 12);
    expect(x[2]).toBeCloseTo(rows.reduce((sum, [, y]) => sum + Number(y), 0) / 40, 12);
    expect(warnings).toEqual([
      'data.csv: values that no training row had, encoded as the mean of the target: k: "zz" (1 row, line 4)',
    ]);
    const { of } = encodingFolds(40, 0);
    rows.forEach(([text], i) => {
      expect(train.x[i]).toBeCloseTo(
        meanOf(rows, ([k], j) => k === text && of[j] !== of[i]),
        12,
      );
    });
  });

  test("the targets of a fold have no part in its rows' x", async () => {
    const at = 7;
    const { of } = encodingFolds(40, 0);
    // exchanged between rows of one fold, so that the overall mean stays
    const other = of.findIndex((fold, i) => fold === of[at] && i !== at && rows[i][0] !== rows[at][0]);
    const changed = rows.map(([k, y], i) => [k, i === at ? rows[other][1] : i === other ? rows[at][1] : y]);
    const [{ train: before }, { train: after }] = await Promise.all([
      load(csv('k,y', rows), target),
      load(csv('k,y', changed), target),
    ]);
    const inFold = [...of.keys()].filter((i) => of[i] === of[at]);
    for (const i of inFold) expect(after.x[i]).toBeCloseTo(before.x[i], 12);
    expect(inFold.length).toBe(8);
    expect(after.x).not.toEqual(before.x);
  });

  test('it is scaled as the column is, by the training rows', async () => {
    const { train, preprocessing } = await load(csv('k,y', rows), { ...target, scale: 'standard' });
    const mean = train.x.reduce((sum, x) => sum + x, 0) / 40;
    expect(mean).toBeCloseTo(0, 12);
    expect(train.x.reduce((sum, x) => sum + x * x, 0) / 40).toBeCloseTo(1, 12);
    expect(scalings(preprocessing)[0].scale).not.toBe(1);
    expect(preprocessingSchema.parse(JSON.parse(JSON.stringify(preprocessing)))).toEqual(preprocessing);
  });

  test('rows count by their weights', async () => {
    const weighted = rows.map(([k, y], i) => [k, y, i % 4 === 0 ? 0 : 2]);
    const { preprocessing } = await load(csv('k,y,w', weighted), { ...target, weight: 'w' });
    const { x } = await fresh(preprocessing, ['a']);
    // weights of 0 and 2 whose mean is 1.5: those of 2 count as 4/3 of a row
    const counted = rows.filter((_, i) => i % 4 !== 0);
    const overall = counted.reduce((sum, [, y]) => sum + Number(y), 0) / 30;
    const found = counted.filter(([k]) => k === 'a').map(([, y]) => Number(y));
    const sum = found.reduce((all, y) => all + (4 / 3) * y, 0);
    expect(x[0]).toBeCloseTo((sum + 10 * overall) / ((4 / 3) * found.length + 10), 12);
  });
});

describe('other targets', () => {
  const classes = rows.map(([k], i) => [k, ['no', 'yes', 'open'][(i * 5) % 3]]);

  test('two classes: the share of the second', async () => {
    const two = rows.map(([k], i) => [k, i % 4 ? 'no' : 'yes']);
    const { preprocessing } = await load(csv('k,y', two), target);
    expect(featureNames(preprocessing)).toEqual(['k.p_yes']);
    const found = two.filter(([k]) => k === 'b');
    const { x } = await fresh(preprocessing, ['b']);
    expect(x[0]).toBeCloseTo(
      (found.filter(([, y]) => y === 'yes').length + 10 * 0.25) / (found.length + 10),
      12,
    );
  });

  test('more classes: a column for each but the first; several numbers: one for each', async () => {
    const { preprocessing } = await load(csv('k,y', classes), target);
    expect(featureNames(preprocessing)).toEqual(['k.p_open', 'k.p_yes']);
    const two = await load(
      csv(
        'k,y,z',
        rows.map(([k, y], i) => [k, y, i + 0.25]),
      ),
      { ...target, target: ['y', 'z'] },
    );
    expect(featureNames(two.preprocessing)).toEqual(['k.mean_y', 'k.mean_z']);
  });

  test('targets without means are refused', async () => {
    const labels = csv(
      'k,y,z',
      rows.map(([k], i) => [k, i % 2, (i + 1) % 2]),
    );
    expect(await failure(load(labels, { ...target, target: ['y', 'z'] }, { targets: 'labels' }))).toBe(
      'config: encode: "target" for column k takes means of numbers or shares of classes, ' +
        'but the targets are labels; use "onehot" or "embedding"',
    );
    expect(
      await failure(load(labels, { ...target, target: ['y', 'z'] }, { targets: 'distribution' })),
    ).toContain('but the targets are a distribution');
    expect(await failure(load('k\na\nb\n', { encode: 'target' }, { task: 'reconstruction' }))).toContain(
      'but a reconstruction has no target',
    );
  });

  test('a number is refused', async () => {
    const config: Config = { target: 'y', columns: { a: { encode: 'target' } } };
    expect(await failure(load('a,y\n1,1.5\n2,2.5\n', config))).toContain(
      'data.columns.a.encode: "target" is an encoding of categories, but the column holds numbers',
    );
  });
});

describe('the training rows again', () => {
  test.each([
    ['none', {}],
    ['random', { split: { type: 'random', validation: 0.2, test: 0.2 } }],
    ['with rare and missing values', { min_count: 3 }],
  ] as const)('are encoded in the same bits by the stored preprocessing: %s', async (_, more) => {
    const text = csv('k,y', [...rows, ['', 3.5], ['rare', 9.5], ['rare', 8.5]]);
    const config = { ...target, scale: 'quantile', ...more } as Config;
    const first = await load(text, config, { seed: 3 });
    const again: Dataset = await restoreDataset(
      dataSchema.parse({ train: '-', ...config }),
      preprocessingSchema.parse(JSON.parse(JSON.stringify(first.preprocessing))),
      first.task,
      { seed: 3, directory: '.', stdin: Readable.from([Buffer.from(text)]) },
    );
    expect(again.train.x).toEqual(first.train.x);
    expect(again.validation?.x).toEqual(first.validation?.x);
    expect(again.test?.x).toEqual(first.test?.x);
  });
});

describe('nothing leaks', () => {
  const rng = random(1, 'data');
  const number = () => uniform(rng) - 0.5;
  const noise = Array.from({ length: 3000 }, () => [`c${Math.floor(uniform(rng) * 1000)}`, number()]);

  /** Correlation of x and y. */
  function correlation(x: Float64Array, y: readonly number[]) {
    const mean = (values: Iterable<number>) => [...values].reduce((sum, value) => sum + value, 0) / y.length;
    const [mx, my] = [mean(x), mean(y)];
    const cov = mean(y.map((value, i) => (value - my) * (x[i] - mx)));
    return (
      cov / Math.sqrt(mean(y.map((value) => (value - my) ** 2)) * mean(x.map((value) => (value - mx) ** 2)))
    );
  }

  test('a thousand random categories of three rows each tell nothing of the target in the training rows', async () => {
    const { train, preprocessing } = await load(csv('k,y', noise), target);
    const y = noise.map(([, value]) => Number(value));
    // a standard error is 1 / √3000 = 0.018
    expect(Math.abs(correlation(train.x, y))).toBeLessThan(0.06);
    // the same rows as fresh ones: each has its own target in its mean
    const { x } = await fresh(
      preprocessing,
      noise.map(([k]) => String(k)),
    );
    expect(correlation(Float64Array.from(x), y)).toBeGreaterThan(0.4);
  });
});
