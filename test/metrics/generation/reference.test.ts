import { describe, expect, test } from 'vitest';
import {
  association,
  compareMarginals,
  nearestDistances,
  rowSpace,
  type SampleTable,
  withSharedCategories,
} from '../../../src/metrics/generation/index.js';
import golden from '../../golden/generation.json' with { type: 'json' };
import { numbers, table, texts } from './tables.js';

type Stored = { name: string; values?: (number | null)[]; texts?: (string | null)[] };
const read = (columns: Stored[]): SampleTable =>
  table(
    ...columns.map((column) =>
      column.values ? numbers(column.name, column.values) : texts(column.name, column.texts!),
    ),
  );
const [real, sampled] = withSharedCategories([read(golden.real), read(golden.sampled)]);
const columnOf = (name: string) => real.columns.find((column) => column.name === name)!;

describe('golden values of SciPy and scikit-learn', () => {
  test('marginals', () => {
    const { columns } = compareMarginals(real, sampled);
    for (const found of columns) {
      const { column } = found;
      if ('wasserstein' in found) {
        expect(found.wasserstein).toBeCloseTo(golden.wasserstein[column as 'size'], 12);
        expect(found.missing).toBeCloseTo(golden.missing[column as 'size'], 12);
      } else expect(found.total_variation).toBeCloseTo(golden.total_variation[column as 'kind'], 12);
    }
    expect(columns.length).toBe(5);
  });

  test.each(golden.associations)('association of %s and %s', (a, b, expected) => {
    const [left, right] = [columnOf(String(a)), columnOf(String(b))];
    expect(association(left, right)).toBeCloseTo(Number(expected), 12);
    expect(association(right, left)).toBeCloseTo(Number(expected), 12);
  });

  test('distances to the nearest row', () => {
    const space = rowSpace(real);
    const distances = nearestDistances(space.encode(real), space.encode(sampled), space.columns);
    expect(distances.length).toBe(golden.distances.length);
    for (const [i, distance] of distances.entries()) expect(distance).toBeCloseTo(golden.distances[i], 12);
  });
});
