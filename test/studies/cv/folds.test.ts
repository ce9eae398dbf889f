import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/config/index.js';
import { planFolds } from '../../../src/studies/cv/folds/index.js';
import { readStudyRows } from '../../../src/studies/divisions/rows.js';

type Listed = [train: number[], held: number[]][];
const golden = JSON.parse(
  readFileSync(new URL('../../golden/cross_validation.json', import.meta.url), 'utf8'),
);

/** Rows of a file in memory: a number x, then columns of texts. */
async function rowsOf(
  columns: Readonly<Record<string, readonly (string | number)[]>>,
  split: object,
  more: object = {},
) {
  const names = Object.keys(columns);
  const lines = columns[names[0]].map((_, i) => [i, ...names.map((name) => columns[name][i])].join(','));
  const text = [['x', ...names].join(','), ...lines].join('\n');
  const data = { train: 'rows.csv', target: names[0], features: ['x'], split };
  const config = { name: 'folds', ...parseConfig({ data, layers: [], ...more }) };
  return readStudyRows(config, { directory: '', files: new Map([['rows.csv', Buffer.from(`${text}\n`)]]) });
}

const plan = async (rows: Awaited<ReturnType<typeof rowsOf>>, count: number, more: object = {}) =>
  planFolds(rows.read, rows.config.data.split, { count, repeats: 1, seed: 0, shuffle: false, ...more });

const listed = ({ folds }: Awaited<ReturnType<typeof plan>>): Listed =>
  folds.map(({ train, held }) => [[...train], [...held]]);

const letters = (numbers: readonly number[]) => numbers.map((n) => String.fromCharCode(97 + n));

describe("folds without chance are scikit-learn's", () => {
  it('StratifiedKFold', async () => {
    for (const { labels, count, folds } of golden.stratified) {
      const rows = await rowsOf({ label: letters(labels) }, { type: 'random' });
      expect(listed(await plan(rows, count))).toEqual(folds);
    }
  });

  it('KFold', async () => {
    for (const { rows: n, count, folds } of golden.blocks) {
      const rows = await rowsOf({ y: Array.from({ length: n }, (_, i) => i + 0.5) }, { type: 'random' });
      expect(listed(await plan(rows, count))).toEqual(folds);
    }
  });

  it('GroupKFold', async () => {
    for (const { groups, count, folds } of golden.groups) {
      const y = groups.map((_: number, i: number) => i + 0.5);
      const rows = await rowsOf({ y, group: groups }, { type: 'group', column: 'group' });
      expect(listed(await plan(rows, count))).toEqual(folds);
    }
  });

  it('TimeSeriesSplit', async () => {
    for (const { rows: n, count, folds } of golden.time) {
      const y = Array.from({ length: n }, (_, i) => i + 0.5);
      const rows = await rowsOf({ y }, { type: 'time' });
      expect(listed(await plan(rows, count, { shuffle: true }))).toEqual(folds);
    }
  });
});

describe('folds', () => {
  it('at random hold every row out once in each repetition, classes in proportion, and differ', async () => {
    const labels = letters(golden.stratified[6].labels);
    const rows = await rowsOf({ label: labels }, { type: 'random' });
    const { folds } = await plan(rows, 4, { shuffle: true, repeats: 2 });
    const ofRepeat = (r: number) => folds.filter(({ repeat }) => repeat === r);
    for (const r of [0, 1]) {
      const held = ofRepeat(r).flatMap((each) => [...each.held]);
      expect(held.sort((a, b) => a - b)).toEqual(labels.map((_, i) => i));
      for (const name of new Set(labels)) {
        const counts = ofRepeat(r).map((each) => [...each.held].filter((i) => labels[i] === name).length);
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      }
    }
    expect(ofRepeat(0)[0].held).not.toEqual(ofRepeat(1)[0].held);
  });

  it('of groups at random keep groups whole', async () => {
    const { groups } = golden.groups[0];
    const y = groups.map((_: number, i: number) => i + 0.5);
    const rows = await rowsOf({ y, group: groups }, { type: 'group', column: 'group' });
    for (const { train, held } of (await plan(rows, 3, { shuffle: true })).folds) {
      const inTrain = new Set([...train].map((i) => groups[i]));
      expect([...held].some((i) => inTrain.has(groups[i]))).toBe(false);
    }
  });

  it('of rows of one time keep them together', async () => {
    const y = Array.from({ length: 20 }, (_, i) => i + 0.5);
    const when = y.map((_, i) => Math.floor(i / 3));
    const rows = await rowsOf({ y, when }, { type: 'time', column: 'when' });
    for (const { train, held } of (await plan(rows, 3)).folds)
      expect(Math.max(...[...train].map((i) => when[i]))).toBeLessThan(
        Math.min(...[...held].map((i) => when[i])),
      );
  });

  it('more than the rows of a class, groups, times or rows are refused, with the number there can be', async () => {
    const few = await rowsOf({ label: letters([0, 0, 0, 0, 1, 1, 1]) }, { type: 'random' });
    await expect(plan(few, 4)).rejects.toThrow(
      'rows.csv: 4 folds, but fewer rows have these classes: b (3 rows); use --folds 3, ',
    );
    const free = await rowsOf({ label: letters([0, 0, 0, 0, 1, 1, 1]) }, { type: 'random', stratify: false });
    expect((await plan(free, 4)).folds).toHaveLength(4);
    await expect(plan(free, 8)).rejects.toThrow(
      '8 folds of 7 rows: each needs one at least; use --folds 7 or fewer',
    );
    const groups = await rowsOf(
      { y: [1.5, 2, 3, 4], g: [1, 1, 2, 2] },
      { type: 'group', column: 'g', test: 0 },
    );
    await expect(plan(groups, 3)).rejects.toThrow(
      'column g has 2 different values, but 3 folds need a group of rows each; use --folds 2 or fewer',
    );
    const times = await rowsOf(
      { y: [1.5, 2, 3, 4], g: [1, 1, 2, 3] },
      { type: 'time', column: 'g', test: 0 },
    );
    await expect(plan(times, 3)).rejects.toThrow(
      '3 folds forward in time need 4, the first of them to begin with',
    );
  });

  it('that would be the same each time are not repeated', async () => {
    const rows = await rowsOf({ y: [1.5, 2, 3, 4] }, { type: 'time' });
    await expect(plan(rows, 2, { repeats: 2, shuffle: true })).rejects.toThrow('data.split.type is "time"');
  });
});
