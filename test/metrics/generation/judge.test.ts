import { describe, expect, test } from 'vitest';
import {
  detectionAuc,
  findCopies,
  independentMarginals,
  type Judgement,
  judgeSamples,
  rowSpace,
  type SampleTable,
  takeRows,
  wassersteinDistance,
  withSharedCategories,
} from '../../../src/metrics/generation/index.js';
import { random } from '../../../src/random.js';
import { networkLearner } from '../../../src/run/generation/network_learner.js';
import { dependent, numbers, table, texts } from './tables.js';

const [train, heldOut, sampled] = [1, 2, 3].map((seed) => dependent(300, random(seed, 'data')));
const rng = () => random(0, 'check');
const judge = (tables: {
  train: SampleTable;
  heldOut?: SampleTable;
  sampled: SampleTable;
}): Promise<Judgement> => judgeSamples(tables, networkLearner(0), rng());

describe('sampled rows are judged', () => {
  test('rows of the same distribution as good, independent columns as found out', async () => {
    const found = await judge({ train, heldOut, sampled });
    expect(found.against).toEqual({ part: 'held_out', rows: 300 });
    // what a generator without a fault gets is what training rows get
    for (const scores of [found.sampled, found.training!]) {
      expect(scores.detection_auc).toBeGreaterThan(0.4);
      expect(scores.detection_auc).toBeLessThan(0.6);
      expect(scores.associations!.largest.real).toBeCloseTo(scores.associations!.largest.sampled, 0);
      expect(scores.utility).toHaveLength(1);
      expect(scores.utility[0]).toMatchObject({ target: 'kind', metric: 'accuracy' });
      expect(scores.utility[0].score).toBeGreaterThan(0.95);
    }
    expect(found.sampled.copying).toMatchObject({ exact: { sampled: 0, held_out: 0 }, copies: false });
    const { independent } = found;
    expect(independent.detection_auc).toBeGreaterThan(0.9);
    expect(independent.associations!.mean_difference).toBeGreaterThan(0.5);
    expect(independent.utility[0].score).toBeLessThan(0.7);
    // its marginals are those of the training rows
    expect(independent.marginals.wasserstein).toBeLessThan(0.25);
  });

  test('copies are said, all or one in five', () => {
    const all = findCopies(...spaceOf(train))!;
    expect(all).toMatchObject({ exact: { sampled: 300, held_out: 0 }, copies: true });
    const some = takeRows(
      sampled,
      Array.from({ length: 300 }, (_, i) => i),
    );
    const mixed = join(takeRows(some, range(0, 240)), takeRows(train, range(0, 60)));
    const copying = findCopies(...spaceOf(mixed))!;
    expect(copying.exact).toEqual({ sampled: 60, held_out: 0 });
    expect(copying.copies).toBe(true);
  });

  test('near copies are, though none is exact', () => {
    const moved = {
      ...train,
      columns: train.columns.map((column) =>
        column.type === 'number' ? { ...column, values: column.values.map((value) => value + 1e-6) } : column,
      ),
    };
    const copying = findCopies(...spaceOf(moved))!;
    expect(copying.exact.sampled).toBe(0);
    expect(copying.near.share).toBe(1);
    expect(copying.copies).toBe(true);
  });

  test('duplicates that held-out rows have as well are no copies', () => {
    const dice = (seed: number) =>
      independentMarginals(table(texts('side', ['1', '2', '3', '4', '5', '6'])), 100, random(seed, 'data'));
    const [a, b, c] = [4, 5, 6].map(dice);
    const [one, two, three] = withSharedCategories([a, b, c]);
    const copying = findCopies(rowSpace(one), one, two, three)!;
    expect(copying.exact).toEqual({ sampled: 100, held_out: 100 });
    expect(copying.copies).toBe(false);
  });

  test('without held-out rows, against the training rows, and nothing is said that needs them', async () => {
    const found = await judge({ train, sampled });
    expect(found.against).toEqual({ part: 'training', rows: 300 });
    expect(found.training).toBeUndefined();
    expect(found.sampled.copying).toBeUndefined();
    expect(found.sampled.utility).toEqual([]);
  });

  test('with the same bits again', async () => {
    const few = takeRows(train, range(0, 60));
    const again = () => judge({ train: few, heldOut: few, sampled: few });
    expect(await again()).toEqual(await again());
  });
});

test('no row is scored by what was trained on it', async () => {
  const space = rowSpace(train);
  const key = (x: Float64Array, i: number) => x.slice(i * space.columns, (i + 1) * space.columns).join();
  const scored: string[] = [];
  await detectionAuc(
    space,
    heldOut,
    sampled,
    async ({ x, t }) => {
      const known = new Set(Array.from(t, (_, i) => key(x, i)));
      expect(known.size).toBe(480);
      return (rows) => {
        const keys = Array.from({ length: rows.length / space.columns }, (_, i) => key(rows, i));
        expect(keys.filter((row) => known.has(row))).toEqual([]);
        scored.push(...keys);
        return new Float64Array(2 * keys.length).fill(0.5);
      };
    },
    rng(),
  );
  expect(new Set(scored).size).toBe(600);
});

describe('columns at their limits', () => {
  test('categories of each table are matched by their texts', () => {
    const [a, b] = withSharedCategories([table(texts('t', ['x', 'y'])), table(texts('t', ['y', null, 'z']))]);
    expect(a.columns[0]).toMatchObject({ codes: Int32Array.of(0, 1), categories: ['x', 'y', 'z'] });
    expect(b.columns[0]).toMatchObject({ codes: Int32Array.of(1, -1, 2) });
  });

  test('constant, all missing, one class: numbers all the same', async () => {
    const odd = (value: number | null) =>
      table(
        numbers('constant', Array(20).fill(3)),
        numbers('missing', Array(20).fill(value)),
        texts('one', Array(20).fill('a')),
        texts(
          'two',
          Array.from({ length: 20 }, (_, i) => (i % 2 ? 'a' : 'b')),
        ),
      );
    const found = await judge({ train: odd(null), heldOut: odd(null), sampled: odd(null) });
    expect(found.sampled.marginals.wasserstein).toBe(0);
    expect(found.sampled.associations).toMatchObject({ mean_difference: 0, pairs: 6 });
    expect(found.sampled.utility.map(({ target }) => target)).toEqual(['two']);
    expect(wassersteinDistance(Float64Array.of(), Float64Array.of(1))).toBe(Infinity);
  });
});

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

const spaceOf = (rows: SampleTable) => {
  const [a, b, c] = withSharedCategories([train, heldOut, rows]);
  return [rowSpace(a), a, b, c] as const;
};

/** Rows of two tables of shared categories, one after the other. */
function join(...tables: readonly [SampleTable, SampleTable]): SampleTable {
  const [a, b] = withSharedCategories(tables);
  return {
    rows: a.rows + b.rows,
    columns: a.columns.map((column, j) => {
      const other = b.columns[j];
      return column.type === 'number' && other.type === 'number'
        ? { ...column, values: Float64Array.of(...column.values, ...other.values) }
        : column.type === 'category' && other.type === 'category'
          ? { ...column, codes: Int32Array.of(...column.codes, ...other.codes) }
          : column;
    }),
  };
}
