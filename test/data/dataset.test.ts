import { expect, test } from 'vitest';
import { dataSchema } from '../../src/config/data.js';
import { loadDataset } from '../../src/data/dataset.js';

const surroundings = { seed: 0, directory: 'datasets' };

test('iris: from the file to splits, with no settings but the target', async () => {
  const config = dataSchema.parse({
    train: 'iris.csv',
    target: 'species',
    split: { type: 'random', validation: 0.15, test: 0.15 },
  });
  const { task, train, validation, test, preprocessing, notes, warnings, sha256 } = await loadDataset(
    config,
    surroundings,
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
  expect(Object.keys(sha256)).toEqual(['train']);
});
