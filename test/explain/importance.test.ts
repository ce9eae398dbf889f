import { describe, expect, it } from 'vitest';
import { permutationImportance } from '../../src/explain/importance/importance.js';
import { metricNamed } from '../../src/explain/importance/metric.js';
import { drawShuffles } from '../../src/explain/importance/permutations.js';
import { golden, goldenRun, subjectOf } from './golden.js';

describe("importance is scikit-learn's permutation_importance, given its permutations", () => {
  const cases = (['classes', 'weighted', 'numbers'] as const).flatMap((kind) =>
    golden.importance[kind].map((reference) => ({ kind, metric: reference.metric, reference })),
  );

  it.each(cases)('$metric of $kind', async ({ kind, metric, reference }) => {
    const { model, network, rows } = await subjectOf(await goldenRun(kind));
    const permutations = reference.permutations.map((order) => Uint32Array.from(order));
    const { sets } = drawShuffles(rows.split.rows, 1, 0);
    const name = metricNamed(metric, model.preprocessing, false);
    const found = permutationImportance(network, model.preprocessing, rows, name, { permutations, sets });
    expect(found.columns.map(({ column }) => column)).toEqual(['x0', 'x1', 'x2', 'x3']);
    for (const [j, { importance, repeats }] of found.columns.entries()) {
      expect(importance).toBeCloseTo(reference.mean[j], 12);
      for (const [r, value] of repeats.entries()) expect(value).toBeCloseTo(reference.importances[j][r], 12);
    }
  });
});
