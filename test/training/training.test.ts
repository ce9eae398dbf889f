import { describe, expect, test } from 'vitest';
import type { Network } from '../../src/index.js';
import { exp } from '../../src/math/index.js';
import { rowWeights } from '../../src/training/objective/row_weights.js';
import { clouds, expectSameBits, plane, type Rows, type Settings, trained } from './support.js';

const hidden = [{ type: 'dense', units: 4, activation: 'tanh' }];
const sgd = (learning_rate: number, more: object = {}) => ({ type: 'sgd', learning_rate, ...more });

const expectClose = (actual: Float64Array, expected: ArrayLike<number>, tolerance: number) => {
  expect(actual.length).toBe(expected.length);
  for (const [i, value] of actual.entries())
    expect(Math.abs(value - expected[i]), `[${i}]`).toBeLessThanOrEqual(tolerance);
};

describe('a step, worked by hand', () => {
  // As scikit-learn's test_mlp.py::test_fit does it. A 2-2-1 network, sigmoid everywhere, binary
  // cross-entropy, one row:
  //   x = (0.6, 0.8), t = 0; W₀ = [[0.1, 0.2], [0.3, 0.1]] (a row for each unit), b₀ = (0.1, 0.1);
  //   W₁ = [[0.1, 0.2]], b₁ = 1.
  //   a₀ = W₀ x + b₀ = (0.06 + 0.16 + 0.1, 0.18 + 0.08 + 0.1) = (0.32, 0.36)
  //   h  = σ(a₀) = (0.5793242521487495, 0.5890404340586651)
  //   a₁ = 0.1 h₁ + 0.2 h₂ + 1 = 1.175740512026608;  y = σ(a₁) = 0.7642096…
  //   ℓ  = −ln(1 − y) = ln(1 + e^a₁)
  //   da₁ = y − t = y;  dW₁ = y h;  db₁ = y
  //   da₀ = W₁ᵀ da₁ ⊙ h (1 − h);  dW₀ = da₀ xᵀ;  db₀ = da₀
  // then one step of size 0.1.
  const sigmoid = (a: number) => 1 / (1 + exp(-a));
  const [h1, h2] = [sigmoid(0.32), sigmoid(0.36)];
  const y = sigmoid(0.1 * h1 + 0.2 * h2 + 1);
  const [d1, d2] = [0.1 * y * h1 * (1 - h1), 0.2 * y * h2 * (1 - h2)];
  const expected = {
    'layers.0.weight': [
      0.1 - 0.1 * d1 * 0.6,
      0.2 - 0.1 * d1 * 0.8,
      0.3 - 0.1 * d2 * 0.6,
      0.1 - 0.1 * d2 * 0.8,
    ],
    'layers.0.bias': [0.1 - 0.1 * d1, 0.1 - 0.1 * d2],
    'head.weight': [0.1 - 0.1 * y * h1, 0.2 - 0.1 * y * h2],
    'head.bias': [1 - 0.1 * y],
  };
  const rows: Rows = {
    train: { x: Float64Array.of(0.6, 0.8), t: Float64Array.of(0) },
    inputs: 2,
    target: { kind: 'classes', classes: ['no', 'yes'] },
  };
  const layers = [
    {
      type: 'dense',
      units: 2,
      activation: 'sigmoid',
      initial: {
        weight: [
          [0.1, 0.2],
          [0.3, 0.1],
        ],
        bias: [0.1, 0.1],
      },
    },
  ];
  const head = { initial: { weight: [[0.1, 0.2]], bias: [1] } };

  test('forward and backward', async () => {
    // The same figures by an independent calculator (Python, 17 digits).
    expect(h1).toBeCloseTo(0.5793242521487495, 15);
    expect(h2).toBeCloseTo(0.5890404340586651, 15);
    const { network, result } = await trained(
      { layers, head, optimizer: sgd(0.1), training: { epochs: 1 } },
      rows,
    );
    const { history } = result;
    expect(history[0].train.loss).toBeCloseTo(-Math.log(1 - y), 14);
    for (const { name, view } of network.tensors)
      expectClose(view, expected[name as keyof typeof expected], 1e-15);
  });

  test('penalties: on weights alone, l1 by the sign, l2 by the weight', async () => {
    const training = { epochs: 1, l1: 0.01, l2: 0.5 };
    const { network, result } = await trained({ layers, head, optimizer: sgd(0.1), training }, rows);
    const start: Readonly<Record<string, number[]>> = {
      'layers.0.weight': [0.1, 0.2, 0.3, 0.1],
      'head.weight': [0.1, 0.2],
    };
    let penalty = 0;
    for (const { name, view } of network.tensors) {
      // W ← W − 0.1 (dW + 0.01 sign W + 0.5 W); all weights here are positive
      const wanted = expected[name as keyof typeof expected].map((value, i) =>
        name in start ? value - 0.1 * (0.01 + 0.5 * start[name][i]) : value,
      );
      expectClose(view, wanted, 1e-15);
      if (name in start) for (const w of view) penalty += 0.01 * Math.abs(w) + 0.25 * w * w;
    }
    expect(result.history[0].train.penalty).toBeCloseTo(penalty, 14);
  });

  test.each([
    ['norm', 0.01],
    ['value', 0.02],
  ])('gradient_clip by %s', async (kind, limit) => {
    const training = { epochs: 1, gradient_clip: { [kind]: limit } };
    const { network } = await trained({ layers, head, optimizer: sgd(0.1), training }, rows);
    const g = [d1 * 0.6, d1 * 0.8, d2 * 0.6, d2 * 0.8, d1, d2, y * h1, y * h2, y];
    // PyTorch's: limit / (‖g‖ + 10⁻⁶), over all parameters together
    const factor = limit / (Math.hypot(...g) + 1e-6);
    const clipped = g.map((d) => (kind === 'norm' ? d * factor : Math.max(-limit, Math.min(limit, d))));
    const start = [0.1, 0.2, 0.3, 0.1, 0.1, 0.1, 0.1, 0.2, 1];
    expectClose(
      network.w,
      start.map((w, i) => w - 0.1 * clipped[i]),
      1e-15,
    );
  });
});

describe('batches', () => {
  const rows = plane(10);
  const stepsOf = async (batch_size: number | 'full') => {
    const { result } = await trained({ training: { epochs: 2, batch_size } }, rows);
    return result.history.map(({ step }) => step);
  };
  test('the last one may be short, and one may be larger than the data', async () => {
    expect(await stepsOf(4)).toEqual([3, 6]);
    expect(await stepsOf(5)).toEqual([2, 4]);
    expect(await stepsOf('full')).toEqual([1, 2]);
    expect(await stepsOf(1000)).toEqual([1, 2]);
    expect(await stepsOf(1)).toEqual([10, 20]);
  });

  test('the logged loss is the row-weighted mean of the batch losses as they were met', async () => {
    // Zero weights and a learning rate that changes nothing: each row's loss is t², whatever the batches.
    const head = { initializer: 'zeros' };
    const training = { epochs: 1, batch_size: 4 };
    const { result } = await trained({ head, optimizer: sgd(1e-300), training }, rows);
    const mean = rows.train.t!.reduce((sum, t) => sum + t * t, 0) / 10;
    expect(result.history[0].train.loss).toBeCloseTo(mean, 12);
  });

  test('one row', async () => {
    const one = { ...rows, train: { x: Float64Array.of(1, 2), t: Float64Array.of(3) } };
    const { result } = await trained({ optimizer: sgd(0.05), training: { epochs: 200 } }, one);
    expect(result.history.at(-1)!.train.loss).toBeLessThan(1e-12);
  });

  test('the seed decides on weights and order, and on nothing else', async () => {
    const settings = { layers: hidden, training: { epochs: 2, batch_size: 3 } };
    const [a, b, c] = await Promise.all(
      [{ seed: 1 }, { seed: 1 }, { seed: 2 }].map((seed) => trained({ ...settings, ...seed }, rows)),
    );
    expectSameBits(a.weights, b.weights);
    expect(a.weights).not.toEqual(c.weights);
  });
});

describe('weights of rows', () => {
  // One step over all data, and several; with shuffling off the sums run in the same order, up to rounding.
  const base = clouds(9);
  const settings: Settings = {
    layers: hidden,
    optimizer: sgd(0.5),
    training: { epochs: 5, batch_size: 'full', shuffle: false, restore_best: false },
  };
  const only = (keep: readonly number[], weights?: Float64Array): Rows => ({
    ...base,
    train: {
      x: Float64Array.from(keep.flatMap((i) => [base.train.x[2 * i], base.train.x[2 * i + 1]])),
      t: Float64Array.from(keep, (i) => base.train.t![i]),
      ...(weights && { weights }),
    },
  });
  const all = [0, 1, 2, 3, 4, 5, 6, 7, 8];

  test('2 is the row twice', async () => {
    const weighted = await trained(settings, only(all, Float64Array.of(1, 1, 2, 1, 1, 2, 1, 1, 1)));
    const twice = await trained(settings, only([0, 1, 2, 2, 3, 4, 5, 5, 6, 7, 8]));
    expectClose(weighted.weights, twice.weights, 1e-12);
    expect(weighted.result.history[4].train.loss).toBeCloseTo(twice.result.history[4].train.loss, 12);
  });

  test('0 is the row left out', async () => {
    const weighted = await trained(settings, only(all, Float64Array.of(1, 0, 1, 1, 1, 1, 0, 1, 1)));
    expectClose(weighted.weights, (await trained(settings, only([0, 2, 3, 4, 5, 7, 8]))).weights, 1e-12);
  });

  test('all the same is the same as none', async () => {
    const weighted = await trained(settings, only(all, new Float64Array(9).fill(7)));
    expectClose(weighted.weights, (await trained(settings, only(all))).weights, 1e-12);
  });

  test('of a class is the weight of its rows', async () => {
    const class_weight = { b: 3, c: 0.5 };
    const byClass = await trained(
      { ...settings, training: { ...(settings.training as object), class_weight } },
      only(all),
    );
    const byRow = await trained(
      settings,
      only(
        all,
        Float64Array.from(base.train.t!, (t) => [1, 3, 0.5][t]),
      ),
    );
    expectSameBits(byClass.weights, byRow.weights);
  });

  test('balanced is n / (classes · n_c), as scikit-learn has it', () => {
    // 8 rows: 4 of a, 3 of b, 1 of c. compute_class_weight('balanced') gives 8/(3·4), 8/(3·3), 8/(3·1).
    const t = Float64Array.of(0, 0, 0, 0, 1, 1, 1, 2);
    const split = { rows: 8, x: new Float64Array(8), t };
    const weights = rowWeights(split, ['a', 'b', 'c'], 'balanced')!;
    expectClose(
      weights,
      [...t].map((c) => [2 / 3, 8 / 9, 8 / 3][c]),
      1e-15,
    );
  });

  test('balanced counts sample weights, so that the classes weigh the same in sum', () => {
    const split = {
      rows: 3,
      x: new Float64Array(3),
      t: Float64Array.of(0, 0, 1),
      weights: Float64Array.of(1, 3, 2),
    };
    // a weighs 4, b 2, together 6: the factors are 6 / (2 · 4) and 6 / (2 · 2), and 2 is the mean of all three rows
    expectClose(rowWeights(split, ['a', 'b'], 'balanced')!, [0.75 / 2, 2.25 / 2, 3 / 2], 1e-15);
  });
});

describe('schedules reach the optimizer', () => {
  test('a rate per epoch is logged, and used', async () => {
    const optimizer = sgd(0.1, { schedule: { type: 'exponential', gamma: 0.5 } });
    const { result, weights } = await trained(
      { optimizer, training: { epochs: 3, batch_size: 'full' } },
      plane(8),
    );
    expect(result.history.map(({ learning_rate }) => learning_rate)).toEqual([0.1, 0.05, 0.025]);
    // the same rates by hand, one run after the other, each from where the last one ended
    let start: Float64Array | undefined;
    for (const rate of [0.1, 0.05, 0.025]) {
      const from = start;
      const initialize = (network: Network) => from && network.restore(from);
      const step = await trained(
        { optimizer: sgd(rate), training: { epochs: 1, batch_size: 'full' } },
        plane(8),
        { initialize },
      );
      start = step.weights;
    }
    expectClose(weights, start!, 1e-15);
  });

  test('one_cycle moves with every step', async () => {
    const rates: number[] = [];
    const optimizer = sgd(0.1, { schedule: { type: 'one_cycle' } });
    await trained({ optimizer, training: { epochs: 2, batch_size: 2 } }, plane(8), {
      callbacks: {
        onSteps: ({ learningRate }) => void rates.push(learningRate),
        stepsAtOnce: 1,
      },
    });
    expect(new Set(rates).size).toBe(8);
  });

  test('plateau lowers the rate once the validation loss stands still', async () => {
    const optimizer = sgd(1e-9, { schedule: { type: 'plateau', patience: 1, factor: 0.1 } });
    const { result } = await trained({ optimizer, training: { epochs: 6, batch_size: 'full' } }, clouds(9));
    // Nothing moves: epoch 1 is the best, 2 is borne, 3 is too much; then 4 is borne, and 5 too much.
    const rates = result.history.map(({ learning_rate }) => learning_rate.toPrecision(3));
    expect(rates).toEqual(['1.00e-9', '1.00e-9', '1.00e-9', '1.00e-10', '1.00e-10', '1.00e-11']);
  });
});

describe('lbfgs', () => {
  test('converges, and is ahead of adam after the same epochs', async () => {
    const settings = {
      layers: hidden,
      training: { epochs: 40, batch_size: 'full', l2: 0.01, restore_best: false },
    };
    const rows = clouds(60);
    const by = (optimizer: object) => trained({ ...settings, optimizer }, rows);
    const [lbfgs, adam] = await Promise.all([
      by({ type: 'lbfgs' }),
      by({ type: 'adam', learning_rate: 0.01 }),
    ]);
    const objective = ({ result }: typeof lbfgs) => {
      const { loss, penalty = 0 } = result.history.at(-1)!.train;
      return loss + penalty;
    };
    expect(objective(lbfgs)).toBeLessThan(objective(adam) - 0.05);
    // the line search accepts no step that is not downhill
    const course = lbfgs.result.history.map(({ train }) => train.loss + train.penalty!);
    expect([...course].sort((a, b) => b - a)).toEqual(course);
  });

  test('stops at a minimum, and logs the loss there', async () => {
    const settings = {
      optimizer: { type: 'lbfgs', tolerance_change: 0 },
      training: { epochs: 200, batch_size: 'full', restore_best: false },
    };
    const rows = plane(30);
    const { result, network } = await trained(settings, rows);
    expect(result.winner.stop_reason).toBe('converged');
    // The gradient, 2/n times each of these sums, is within tolerance_gradient, 1e-7.
    // Linear least squares: the residuals are orthogonal to each column of x, and sum to 0
    const residual = Array.from({ length: 30 }, (_, i) => {
      const [w1, w2, b] = network.w;
      return w1 * rows.train.x[2 * i] + w2 * rows.train.x[2 * i + 1] + b - rows.train.t![i];
    });
    const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
    for (const column of [
      () => 1,
      (i: number) => rows.train.x[2 * i],
      (i: number) => rows.train.x[2 * i + 1],
    ])
      expect(Math.abs(sum(residual.map((r, i) => r * column(i))) / 30)).toBeLessThanOrEqual(1e-7);
    expect(result.history.at(-1)!.train.loss).toBeCloseTo(sum(residual.map((r) => r * r)) / 30, 12);
  });

  test('logs the loss of where it is also in an iteration that has nothing left to do', async () => {
    // The gradient is 0 from the start: every target is what zero weights predict.
    const still = { ...plane(4), train: { x: plane(4).train.x, t: new Float64Array(4) } };
    const settings = {
      head: { initializer: 'zeros' },
      optimizer: { type: 'lbfgs' },
      training: { epochs: 3, batch_size: 'full' },
    };
    const { result } = await trained(settings, still);
    expect(result.history.map(({ train }) => train.loss)).toEqual([0]);
    expect(result.winner.stop_reason).toBe('converged');
  });
});

describe('time_limit', () => {
  test('ends training after the step, and all restarts', async () => {
    let steps = 0;
    const { result } = await trained(
      { layers: hidden, training: { epochs: 9, batch_size: 4, restarts: 3 } },
      clouds(12),
      {
        callbacks: {
          onSteps: () => void steps++,
          stepsAtOnce: 1,
          stop: () => (steps >= 5 ? 'time_limit' : null),
        },
      },
    );
    expect(steps).toBe(5);
    expect(result.restarts.map(({ stop_reason, epochs }) => [stop_reason, epochs])).toEqual([
      ['time_limit', 1],
    ]);
  });
});
