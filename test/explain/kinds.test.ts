import { describe, expect, it } from 'vitest';
import { explainColumn, explainImportance, explainRows, type Subject } from '../../src/explain/index.js';
import { normal, random } from '../../src/random.js';
import { dataset, iris, type Project, project } from '../cli/project.js';
import { csvOf, subjectOf } from './golden.js';

const rng = random(3, 'data');
const numbers = Array.from({ length: 120 }, () => [normal(rng), normal(rng)]);
const a = numbers.map(([x]) => x);
const b = numbers.map(([, y]) => y);
const group = numbers.map((_, i) => `g${i % 12}`);
const date = numbers.map((_, i) => `2024-0${1 + (i % 9)}-1${i % 10}`);
const text = numbers.map(([x], i) => (i % 17 === 0 ? '' : x > 0 ? 'up' : 'down'));

async function trained(columns: Parameters<typeof csvOf>[0], config: object): Promise<Project> {
  const made = project({
    'd.csv': csvOf(columns),
    'c.json': { layers: [{ type: 'dense', units: 5 }], training: { epochs: 3 }, ...config },
  });
  await made.done('train c.json --out run --quiet');
  return made;
}

/** Explains in all three ways; every number is finite, and what has to add up does. */
function explained(subject: Subject) {
  const importance = explainImportance(subject, { metric: 'loss', repeats: 2, seed: 0 });
  for (const each of importance.columns)
    expect(each).toMatchObject({
      importance: expect.closeTo(each.importance!),
      standard_error: expect.any(Number),
    });
  const [{ column }] = importance.columns;
  const curve = explainColumn(subject, { column, points: 5, individual: 1 });
  expect(curve.points.flatMap(({ average }) => average).every(Number.isFinite)).toBe(true);
  const rows = explainRows(subject, { rows: [1, 2], standardError: 0.5, seed: 0 });
  for (const { contributions, prediction, average } of rows.predictions) {
    const sum = contributions.reduce((total, { shapley }) => total + shapley, 0);
    expect(sum).toBeCloseTo(prediction - average, 9);
  }
  return { importance, curve, rows };
}

describe('models of every kind of answer', () => {
  it('several numbers', async () => {
    const y = a.map((x, i) => 100 * x + b[i]);
    const config = {
      data: { train: 'd.csv', target: ['y', 'z'], target_scale: 'standard' },
      task: 'regression',
    };
    const { rows, curve } = explained(await subjectOf(await trained({ a, b, y, z: b }, config)));
    expect(curve.outputs).toEqual(['y', 'z']);
    expect(rows.predictions.map(({ output }) => output)).toEqual(['y', 'z', 'y', 'z']);
  });

  it('labels, from a date, texts with missing ones and a number', async () => {
    const columns = { a, date, text, high: a.map((x) => Number(x > 0)), right: b.map((x) => Number(x > 0)) };
    const config = { data: { train: 'd.csv', target: ['high', 'right'] }, head: { activation: 'sigmoid' } };
    const { importance, rows } = explained(await subjectOf(await trained(columns, config)));
    expect(importance.columns.map(({ column }) => column).sort()).toEqual(['a', 'date', 'text']);
    const { contributions } = rows.predictions[0];
    expect(contributions.find(({ column }) => column === 'text')!.value).toBeNull();
    expect(contributions.find(({ column }) => column === 'date')!.value).toMatch(/^2024-01-10/);
  });

  it('classes by embeddings, bins and indicators of missing values', async () => {
    const config = {
      data: {
        train: 'd.csv',
        target: 'y',
        encode: ['embedding', { type: 'piecewise_linear', width: 3 }],
        split: { type: 'random', test: 0.3 },
      },
    };
    const y = a.map((x) => (x > 0 ? 'p' : 'q'));
    const { rows } = explained(await subjectOf(await trained({ a, b, text, y }, config)));
    expect(rows.predictions.map(({ output }) => output).every((name) => ['p', 'q'].includes(name))).toBe(
      true,
    );
  });

  it('weighted rows: those of weight 0 are no background', async () => {
    const weight = a.map((_, i) => i % 3);
    const config = { data: { train: 'd.csv', target: 'y', weight: 'w' }, task: 'regression' };
    const subject = await subjectOf(await trained({ a, b, w: weight, y: a }, config));
    explained(subject);
    expect([...subject.background!.rows].every((row) => weight[row] > 0)).toBe(true);
  });
});

describe('ensembles', () => {
  it.each(['shared', 'folds'])('%s', async (type) => {
    const made = project({
      'c.json': iris({
        data: { train: dataset('iris.csv'), target: 'species' },
        ensemble: { type, members: 3 },
      }),
    });
    await made.done('train c.json --out run --quiet');
    const subject = await subjectOf(made);
    const { importance } = explained(subject);
    const json = JSON.parse((await made.done('eval run --json')).stdout);
    const part = type === 'folds' ? json.validation : json.train;
    expect(importance.baseline).toBe(part.loss);
    expect(importance.rows).toBe(150);
  });
});

it('a split by group leaves whole groups out for the standard error', async () => {
  const config = {
    data: { train: 'd.csv', target: 'y', split: { type: 'group', column: 'group', test: 0.5 } },
    task: 'regression',
  };
  const subject = await subjectOf(await trained({ a, b, group, y: a }, config));
  expect(new Set(subject.rows.groups).size).toBe(6);
  expect(subject.rows.groups).toHaveLength(subject.rows.split.rows);
  explained(subject);
});

it('a basis function that mixed rows give no value costs the columns their importance, which is said', async () => {
  const low = a.map(Math.abs);
  const columns = { low, high: low.map((x, i) => x + 0.1 + Math.abs(b[i])), b, y: a };
  const made = await trained(columns, {
    data: { train: 'd.csv', target: 'y', basis: ['log(high - low)'], split: { type: 'none' } },
    task: 'regression',
  });
  const { stdout, stderr } = await made.done('explain run --format csv --metric loss');
  expect(stdout).toMatch(/^b,[-\d.e]+,[\d.e-]+$/m);
  expect(stdout).toMatch(/^low,,$/m);
  expect(stderr).toMatch(/warning: no importance of low: .*log\(high - low\)/);
  const { code, stderr: error } = await made.mlp('explain run --rows 1');
  expect(code).toBe(65);
  expect(error).toMatch(/beside those of background rows.*log\(high - low\)/);
});
