import { describe, expect, it } from 'vitest';
import { loadDataset } from '../../../src/data/load.js';
import { normal, random, uniform } from '../../../src/random.js';
import { leaksOf } from '../../../src/training/verdict/leaks.js';
import { project } from '../../cli/project.js';

const rng = random(3, 'check');
const rows = <T>(count: number, row: (i: number) => T) => Array.from({ length: count }, (_, i) => row(i));

/** The leaks of a file with these columns, whose last is the target. */
async function leaks(columns: Readonly<Record<string, readonly (string | number)[]>>, task?: 'regression') {
  const names = Object.keys(columns);
  const lines = columns[names[0]].map((_, i) => names.map((name) => columns[name][i]).join(','));
  const { directory } = project({ 'd.csv': `${[names.join(','), ...lines].join('\n')}\n` });
  const { parseConfig } = await import('../../../src/config/index.js');
  const { data } = parseConfig({ data: { train: 'd.csv', target: names.at(-1) } });
  const dataset = await loadDataset(data, { directory, seed: 0, ...(task && { task }) });
  return leaksOf(dataset);
}

const classes = rows(200, (i) => (i % 3 === 0 ? 'a' : 'b'));
const noise = rows(200, () => normal(rng).toFixed(4));

describe('columns that give the target', () => {
  it('a category each of whose values has one class, and a number that is a code', async () => {
    const code = classes.map((name, i) => (name === 'a' ? ['x', 'y'][i % 2] : 'z'));
    const number = classes.map((name) => (name === 'a' ? 7 : 8.5));
    expect(await leaks({ noise, code, number, y: classes })).toEqual({
      columns: ['code', 'number'],
      how: 'each of its 3 values has one class',
    });
  });

  it('a number that a threshold divides, where no other comes near', async () => {
    const wide = classes.map((name) => (uniform(rng) + (name === 'a' ? 5 : 2)).toFixed(5));
    expect((await leaks({ noise, wide, y: classes }))?.columns).toEqual(['wide']);
    // two of them are an easy problem, as two clouds far from each other are
    const other = classes.map((name) => (uniform(rng) - (name === 'a' ? 5 : 2)).toFixed(5));
    expect(await leaks({ noise, wide, other, y: classes })).toBe(null);
  });

  it('a number on one line with the target', async () => {
    const y = rows(200, () => normal(rng));
    const line = y.map((value) => 19.6 - 0.4 * value + 1e-4 * normal(rng));
    expect((await leaks({ noise, line, y }, 'regression'))?.columns).toEqual(['line']);
    const near = y.map((value) => value + 0.2 * normal(rng));
    expect(await leaks({ noise, near, y }, 'regression')).toBe(null);
  });

  it('a category, and a code, each of whose values has nearly one number', async () => {
    const fare = ['a', 'b', 'c', 'd', 'e'];
    const code = rows(200, (i) => fare[i % 5]);
    const y = rows(200, (i) => [9.5, 2.25, 4.75, 31.5, 16.25][i % 5] + 1e-3 * normal(rng));
    const number = rows(200, (i) => [2, 1, 5, 3, 4][i % 5]);
    expect(await leaks({ noise, code, number, y }, 'regression')).toEqual({
      columns: ['code', 'number'],
      how: 'each of its 5 values has nearly one number',
    });
    const rough = y.map((value) => value + 3 * normal(rng));
    expect(await leaks({ noise, code, y: rough }, 'regression')).toBe(null);
    const names = rows(200, (i) => `n${i}`);
    expect(await leaks({ noise, names, y }, 'regression')).toBe(null);
    // two rows of a name are near each other by chance at most
    const pairs = rows(200, (i) => `n${i >> 1}`);
    expect(await leaks({ noise, pairs, y: rows(200, () => normal(rng)) }, 'regression')).toBe(null);
  });

  it.each([
    ['names that occur once', () => rows(200, (i) => `n${i}`)],
    [
      'a category that is right in 90 % of the rows',
      () => classes.map((name, i) => (i % 10 === 1 ? 'q' : name)),
    ],
    ['noise', () => rows(200, () => normal(rng))],
  ])('not %s', async (_, column) => {
    expect(await leaks({ noise, column: column(), y: classes })).toBe(null);
  });

  it('not where there is nothing else to learn from, nor in a handful of rows', async () => {
    expect(await leaks({ code: classes, y: classes })).toBe(null);
    const few = classes.slice(0, 12);
    expect(await leaks({ noise: noise.slice(0, 12), code: few, y: few })).toBe(null);
  });
});
