import { describe, expect, it } from 'vitest';
import { pickRows } from '../../src/data/table/raw_columns.js';
import { explainRows, type Subject } from '../../src/explain/index.js';
import { exact } from '../../src/explain/shapley/exact.js';
import { Game } from '../../src/explain/shapley/game.js';
import { sampling } from '../../src/explain/shapley/sampling.js';
import { random, uniform } from '../../src/random.js';
import { dataset, project } from '../cli/project.js';
import { columnsOf, csvOf, givenWeights, golden, subjectOf } from './golden.js';

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The values of a row by column, and the sum that they have to have. */
function valuesOf(subject: Subject, row: number, standardError = 0.01) {
  const { predictions, method } = explainRows(subject, { rows: [row], standardError, seed: 0 });
  const [{ contributions, prediction, average }] = predictions;
  return { method, prediction, average, of: new Map(contributions.map((each) => [each.column, each])) };
}

describe('exact values', () => {
  it('are those of all orders of the columns, of a network of three classes with weighted rows', async () => {
    const { network, data, weights, rows } = golden.shapley;
    const { W1, b1, W2, b2 } = network;
    const y = data.map((_, i) => i % 3);
    const subject = await subjectOf(
      await givenWeights(csvOf({ ...columnsOf(data), w: weights, y }), {
        data: { target: 'y', weight: 'w' },
        task: 'classification',
        layers: [{ type: 'dense', units: 5, activation: 'tanh', initial: { weight: W1, bias: b1 } }],
        head: { initial: { weight: W2, bias: b2 } },
      }),
    );
    for (const [r, reference] of rows.entries())
      for (const [k, output] of ['0', '1', '2'].entries()) {
        const [{ contributions, average }] = explainRows(subject, {
          ...{ rows: [r + 1], output, standardError: 1, seed: 0 },
        }).predictions;
        expect(average).toBeCloseTo(reference.average[k], 12);
        for (const { column, shapley } of contributions)
          expect(shapley).toBeCloseTo(reference.values[Number(column.slice(1))][k], 12);
      }
  });

  it('of a product of two columns share what it adds', async () => {
    const rng = random(1, 'data');
    const data = Array.from({ length: 30 }, () => [uniform(rng), uniform(rng)]);
    const subject = await subjectOf(
      await givenWeights(csvOf({ ...columnsOf(data), y: data.map(() => 1) }), {
        data: { target: 'y', features: ['x0'], basis: ['x0*x1'] },
        task: 'regression',
        head: { initial: { weight: [[0, 1]], bias: [0] } },
      }),
    );
    const [a, b] = data[4];
    const [meanA, meanB] = [0, 1].map((j) => mean(data.map((row) => row[j])));
    const product = mean(data.map(([x, y]) => x * y));
    const { of } = valuesOf(subject, 5);
    expect(of.get('x0')!.shapley).toBeCloseTo((a * meanB - product + a * b - meanA * b) / 2, 12);
    expect(of.get('x1')!.shapley).toBeCloseTo((meanA * b - product + a * b - a * meanB) / 2, 12);
  });
});

describe.each([8, 15])('of a linear model of %i columns', (columns) => {
  it('values are coefficients times deviations', async () => {
    const rng = random(columns, 'data');
    const data = Array.from({ length: 120 }, () =>
      Array.from({ length: columns }, () => 4 * uniform(rng) - 2),
    );
    const weight = Array.from({ length: columns }, (_, j) => j / 3 - 1);
    const subject = await subjectOf(
      await givenWeights(csvOf({ ...columnsOf(data), y: data.map(([x]) => x) }), {
        data: { target: 'y' },
        task: 'regression',
        head: { initial: { weight: [weight], bias: [0.5] } },
      }),
    );
    const { rows } = subject.background!;
    expect(rows).toHaveLength(100);
    const { method, of, prediction, average } = valuesOf(subject, 7);
    expect(method).toBe(columns > 12 ? 'sampling' : 'exact');
    let sum = 0;
    for (let j = 0; j < columns; j++) {
      const deviation = data[6][j] - mean([...rows].map((row) => data[row][j]));
      expect(of.get(`x${j}`)!.shapley).toBeCloseTo(weight[j] * deviation, 12);
      sum += of.get(`x${j}`)!.shapley;
    }
    expect(sum).toBeCloseTo(prediction - average, 9);
  });
});

describe('sampled values', () => {
  const penguins = async () => {
    const made = project({
      'c.json': {
        data: {
          train: dataset('penguins.csv'),
          target: 'species',
          missing: 'median',
          basis: ['beak_length_mm*beak_depth_mm'],
          columns: { sex: { missing: 'most_frequent' } },
          split: { type: 'random', test: 0.2 },
        },
        layers: [{ type: 'dense', units: 8, activation: 'relu' }],
        training: { epochs: 20 },
      },
    });
    await made.done('train c.json --out run --quiet');
    return subjectOf(made);
  };

  it('come to the exact ones as the standard error falls, and add up at any', async () => {
    const { function: model, background, rows } = await penguins();
    const game = new Game(model, background!);
    const row = game.of(new Map([...rows.columns].map(([name, column]) => [name, pickRows(column, [2])])));
    const options = { seed: 0, outputs: [0, 1, 2] };
    const reference = exact(row, { ...options, tolerances: new Float64Array(3) }).contributions;
    let before = Number.POSITIVE_INFINITY;
    for (const tolerance of [0.01, 0.0002]) {
      const found = sampling(row, { ...options, tolerances: new Float64Array(3).fill(tolerance) });
      const differences = found.contributions.map((value, i) => Math.abs(value - reference[i]));
      for (const [i, difference] of differences.entries()) {
        expect(found.errors![i]).toBeLessThanOrEqual(tolerance);
        expect(difference).toBeLessThanOrEqual(4 * found.errors![i] + 1e-12);
      }
      expect(Math.max(...differences)).toBeLessThan(before);
      before = Math.max(...differences);
      for (let k = 0; k < 3; k++) {
        const sum = game.players.reduce((total, _, i) => total + found.contributions[3 * i + k], 0);
        expect(sum).toBeCloseTo(row.prediction[k] - game.average[k], 9);
      }
    }
  });

  it('of a row do not depend on the others that are asked for', async () => {
    const subject = await penguins();
    const options = { standardError: 0.1, seed: 0 };
    const all = explainRows(subject, { ...options, rows: [1, 2, 3] }).predictions;
    expect(explainRows(subject, { ...options, rows: [3] }).predictions).toEqual(all.slice(2));
  });
});
