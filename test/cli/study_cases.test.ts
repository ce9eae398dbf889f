import { expect, test } from 'vitest';
import { dataset, iris, project } from './project.js';

const flat = (text: string) => text.replaceAll(/\s+/g, ' ');
const lines = (header: string, count: number, line: (i: number) => (number | string)[]) =>
  `${header}\n${Array.from({ length: count }, (_, i) => `${line(i).join(',')}\n`).join('')}`;

test('tune by a grid says that more trials would repeat some, and without test rows that the score flatters', async () => {
  const data = { train: dataset('iris.csv'), target: 'species', split: { type: 'random', validation: 0.3 } };
  const world = project({
    'c.json': iris({ data, training: { epochs: 1 } }),
    'space.json': { 'layers.0.units': { choice: [2, 3] } },
  });
  const { stderr } = await world.done('tune c.json --space space.json --strategy grid --trials 5');
  expect(flat(stderr)).toContain('2 trials by grid of layers.0.units; the best has the');
  expect(flat(stderr)).toContain('the grid has 2 combinations, so that 5 trials would repeat some');
  expect(flat(stderr)).toMatch(
    /trial \d is the best of 2, chosen for it, and so flatters; there are no test rows/,
  );
});

test('compare says which is better by accuracy, that is the greater', async () => {
  const world = project({ 'c.json': iris({ training: { epochs: 1 } }) });
  await world.done('cv c.json --folds 3 --out a --quiet');
  await world.done('cv c.json --folds 3 --out b --quiet --set training.epochs=40');
  expect((await world.done('compare a b --metrics accuracy')).stdout).toMatch(
    /\nb is better than a by 0\.\d+ ±/,
  );
  const missing = await world.mlp('compare a nowhere/cv.json');
  expect(missing.code).not.toBe(0);
  expect(missing.stderr).toContain('nowhere/cv.json');
});

test('folds by groups with the classes in proportion', async () => {
  const world = project({
    'rows.csv': lines('x,g,c', 24, (i) => [i, `g${i % 6}`, 'pq'[i % 2]]),
    'c.json': {
      data: { train: 'rows.csv', target: 'c', split: { type: 'group', column: 'g', stratify: true } },
      layers: [],
      training: { epochs: 1 },
    },
  });
  const { stderr } = await world.done('cv c.json --folds 3');
  expect(flat(stderr)).toContain(
    '3 folds by g, rows of one value together, the classes in proportion: 8 rows each',
  );
});

test('explain of a model that predicts one number everywhere: every contribution is 0, sampled or not', async () => {
  for (const count of [2, 13]) {
    const names = Array.from({ length: count }, (_, j) => `x${j}`);
    const weight = [names.map(() => 0)];
    const world = project({
      'd.csv': lines(`${names.join()},y`, 6, (i) => [...names.map((_, j) => (i * (j + 2)) % 5), i]),
      'c.json': {
        data: { train: 'd.csv', target: 'y', split: { type: 'none' } },
        task: 'regression',
        layers: [],
        head: { initial: { weight, bias: [1] } },
        optimizer: { type: 'sgd', learning_rate: 1e-300 },
        training: { epochs: 1 },
      },
    });
    await world.done('train c.json --out run --quiet');
    const { method, predictions } = JSON.parse(
      (await world.done('explain run --rows 1 --json --quiet')).stdout,
    );
    expect(method).toBe(count > 12 ? 'sampling' : 'exact');
    for (const { shapley } of predictions[0].contributions) expect(shapley).toBeCloseTo(0, 200);
  }
});

test('groups that are numbered are left out whole for the standard error; of one group there is none', async () => {
  const world = project({
    'd.csv': lines('x,g,y', 20, (i) => [i, i % 2, i % 5]),
    'c.json': {
      data: { train: 'd.csv', target: 'y', split: { type: 'group', column: 'g', validation: 0, test: 0.5 } },
      task: 'regression',
      layers: [],
      training: { epochs: 1 },
    },
  });
  await world.done('train c.json --out run --quiet');
  const { rows, columns } = JSON.parse((await world.done('explain run --json --quiet')).stdout);
  expect(rows).toBe(10);
  expect(columns.map(({ standard_error }: { standard_error?: number }) => standard_error)).toEqual([
    undefined,
  ]);
});
