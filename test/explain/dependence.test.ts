import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesOf } from '../../src/data/sources/paths.js';
import { explainColumn } from '../../src/explain/index.js';
import { writeParquet } from '../data/parquet/files.js';
import { columnsOf, csvOf, givenWeights, golden, goldenRun, subjectOf } from './golden.js';

describe("curves are scikit-learn's partial_dependence", () => {
  const cases = (['classes', 'numbers'] as const).flatMap((kind) =>
    golden.dependence[kind].map((reference) => ({ kind, column: `x${reference.column}`, reference })),
  );

  it.each(cases)('$column of $kind', async ({ kind, column, reference }) => {
    const subject = await subjectOf(await goldenRun(kind));
    const { points, individual } = explainColumn(subject, { column, points: 20, individual: 40 });
    expect(points.map(({ value }) => value)).toEqual(reference.values);
    for (const [i, { average }] of points.entries())
      for (const [k, value] of average.entries()) expect(value).toBeCloseTo(reference.average[k][i], 12);
    expect(individual).toHaveLength(40);
    for (const { row, predictions } of individual)
      for (const [i, outputs] of predictions.entries())
        for (const [k, value] of outputs.entries())
          expect(value).toBeCloseTo(reference.individual[k][row - 1][i], 12);
  });
});

describe('rows with weights', () => {
  /** Means over rows of scikit-learn's individual curves, by weights: by point, then by output. */
  const weighted = (column: number, weights: readonly number[]) => {
    const { individual, values } = golden.dependence.classes.find((each) => each.column === column)!;
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return values.map((_, i) =>
      individual.map((rows) => rows.reduce((sum, row, r) => sum + weights[r] * row[i], 0) / total),
    );
  };
  const uneven = golden.X.map((_, i) => (i % 3) * (1 + i));
  const options = { column: 'x0', points: 20, individual: 0 };
  const ofData = async (
    columns: Record<string, number[]>,
    { name = 'new.csv', notes = [] }: { name?: string; notes?: string[] } = {},
  ) => {
    const made = await goldenRun('weighted');
    const all = { ...columnsOf(golden.X), ...columns };
    if (name.endsWith('.csv')) made.write(name, csvOf(all));
    else
      writeParquet(
        join(made.directory, name),
        Object.entries(all).map(([column, data]) => ({ name: column, data, type: 'DOUBLE' })),
      );
    return subjectOf(made, {
      source: filesOf(name, { directory: made.directory }),
      ...{ withTarget: false, withWeights: true, withBackground: false },
      note: (text) => notes.push(text),
    });
  };

  it.each([
    ['of the run', async () => subjectOf(await goldenRun('weighted')), golden.weights],
    ['of a file without the target', () => ofData({ s: uneven }), uneven],
    ['of Parquet', () => ofData({ s: uneven }, { name: 'new.parquet' }), uneven],
  ])('%s: the mean curve is that of scikit-learn, weighted', async (_, subject, weights) => {
    const { points, weight } = explainColumn(await subject(), options);
    expect(weight).toBe('s');
    const expected = weighted(0, weights);
    for (const [i, { average }] of points.entries())
      for (const [k, value] of average.entries()) expect(value).toBeCloseTo(expected[i][k], 12);
  });

  it('of a file without their column: each row counts as one, which is said', async () => {
    const notes: string[] = [];
    const { points, weight } = explainColumn(await ofData({}, { notes }), options);
    expect(weight).toBeUndefined();
    expect(points[3].average[1]).toBeCloseTo(
      weighted(
        0,
        golden.X.map(() => 1),
      )[3][1],
      12,
    );
    expect(notes.join()).toContain(
      'has no column s, which weighs the rows of the model: each row counts as one',
    );
  });

  it('a weight that is none is refused, by its place', async () => {
    const bad = uneven.map((weight, i) => (i === 2 ? -1 : weight));
    await expect(ofData({ s: bad })).rejects.toThrow(/new\.csv:4.* the weight -1 is negative/);
  });
});

describe('the grid', () => {
  const made = () =>
    givenWeights(
      csvOf({
        ...columnsOf(Array.from({ length: 50 }, (_, i) => [i * i])),
        k: Array.from({ length: 50 }, (_, i) => (i % 10 === 0 ? '' : i % 3 ? 'often' : 'rare')),
        y: Array.from({ length: 50 }, (_, i) => i % 7),
      }),
      { data: { target: 'y' }, task: 'regression' },
    );

  it('has the least, the greatest, and evenly spaced ranks between', async () => {
    const { points } = explainColumn(await subjectOf(await made()), {
      column: 'x0',
      points: 8,
      individual: 0,
    });
    expect(points.map(({ value }) => value)).toEqual([0, 7, 14, 21, 28, 35, 42, 49].map((i) => i * i));
  });

  it('has categories by frequency, a missing one among them', async () => {
    const { points } = explainColumn(await subjectOf(await made()), {
      column: 'k',
      points: 8,
      individual: 0,
    });
    expect(points.map(({ value }) => value)).toEqual(['often', 'rare', null]);
    expect(points.map(({ share }) => share)).toEqual([0.6, 0.3, 0.1]);
  });
});

it('basis functions of several columns are computed anew, and points without a value are left out', async () => {
  const x0 = [1, 2, 3, 4];
  const x1 = [0, 1, 2, -1];
  const subject = await subjectOf(
    await givenWeights(csvOf({ x0, x1, y: [1, 2, 3, 4] }), {
      data: { target: 'y', features: ['x0'], basis: ['log(x0 - x1)'] },
      task: 'regression',
      head: { initial: { weight: [[0, 1]], bias: [0] } },
    }),
  );
  const { points } = explainColumn(subject, { column: 'x0', points: 4, individual: 0 });
  const mean = (v: number) => {
    const logs = x1.filter((x) => v - x > 0).map((x) => Math.log(v - x));
    return logs.reduce((sum, log) => sum + log, 0) / logs.length;
  };
  for (const { value, average } of points) expect(average[0]).toBeCloseTo(mean(value as number), 12);
});
