import { describe, expect, it } from 'vitest';
import { MlpError } from '../../../src/errors.js';
import { numbersOf } from '../../../src/kernels/index.js';
import { jsKernels } from '../../../src/kernels/js/index.js';
import { Execution } from '../../../src/nn/graph/execution.js';
import { operationsOf } from '../../../src/nn/graph/graph.js';
import { Layout } from '../../../src/nn/layout.js';
import { expectClose } from '../laws/numeric.js';
import { oneLayer, passes } from './one_layer.js';

/** Compares with short decimals that were worked out by hand: the layer adds a few roundings. */
const expectWorked = (actual: ArrayLike<number>, expected: readonly number[]) =>
  expectClose(actual, expected, 1e-14, 1e-15);

describe('dense', () => {
  const initial = {
    weight: [
      [1, 2],
      [-1, 0.5],
      [0, 3],
    ],
    bias: [0.5, -0.5, 1],
  };
  // x = [1, 2]: a = [1·1 + 2·2 + 0.5, −1 + 1 − 0.5, 0 + 6 + 1]; x = [3, −1]: a = [3 − 2 + 0.5, −3 − 0.5 − 0.5, −3 + 1]
  const x = [1, 2, 3, -1];
  const a = [5.5, -0.5, 7, 1.5, -4, -2];
  const da = [1, 0, 2, -1, 1, 0.5];

  it('a = x wᵀ + b; dw = daᵀ x, db = Σ da, dx = da w', () => {
    const { forward, backward, gradient } = oneLayer({ type: 'dense', units: 3, initial }, 2, 2);
    expect(forward(x)).toEqual(a);
    // row 1: 1 [1, 2] + 0 [−1, .5] + 2 [0, 3] = [1, 8]; row 2: −1 [1, 2] + 1 [−1, .5] + .5 [0, 3] = [−2, 0]
    expect(backward(x, a, da)).toEqual([1, 8, -2, 0]);
    // dw₁ = 1 [1, 2] − 1 [3, −1], dw₂ = 0 + 1 [3, −1], dw₃ = 2 [1, 2] + .5 [3, −1]
    expect([...gradient('weight')]).toEqual([-2, 3, 3, -1, 3.5, 3.5]);
    expect([...gradient('bias')]).toEqual([0, 1, 2.5]);
  });

  it('with relu: y = max(a, 0), and only where a > 0 does dy go through', () => {
    const { forward, backward, gradient } = oneLayer(
      { type: 'dense', units: 3, activation: 'relu', initial },
      2,
      2,
    );
    const y = [5.5, 0, 7, 1.5, 0, 0];
    expect(forward(x)).toEqual(y);
    // da = [1, 0, 2], [−1, 0, 0]: dx = [1, 8], [−1, −2]; dw₁ = [1, 2] − [3, −1], dw₃ = 2 [1, 2]
    expect(backward(x, y, da)).toEqual([1, 8, -1, -2]);
    expect([...gradient('weight')]).toEqual([-2, 3, 0, 0, 2, 4]);
    expect([...gradient('bias')]).toEqual([0, 0, 2]);
  });

  it('without a bias there is none, not even one of zeros', () => {
    const { layout, forward } = oneLayer(
      { type: 'dense', units: 3, bias: false, initial: { weight: initial.weight } },
      2,
      2,
    );
    expect(layout.parameters.map(({ name }) => name)).toEqual(['layers.0.weight']);
    expect(forward(x)).toEqual([5, 0, 6, 1, -3.5, -3]);
  });

  // 16 · 32 multiply-adds a row
  it.each([
    ['as one sum where that is little work', 31, 31],
    ['as two, of half the rows each, where it is more', 32, 16],
    ['as two, of which the first has a multiple of 8 rows', 47, 16],
  ])('adds up the rows of a batch in their order: %s', (_, rows, first) => {
    const { backward, gradient } = oneLayer({ type: 'dense', units: 32 }, 16, rows + 5);
    const wave = (length: number, step: number) => Array.from({ length }, (_, i) => Math.sin(step * i));
    const [x, da] = [wave(16 * rows, 0.7), wave(32 * rows, 1.3)];
    for (let times = 0; times < 2; times++) backward(x, da, da);
    const over = (from: number, to: number, term: (row: number) => number) => {
      let sum = 0;
      for (let row = from; row < to; row++) sum += term(row);
      return sum;
    };
    const halves = (term: (row: number) => number) =>
      first === rows ? over(0, rows, term) : over(0, first, term) + over(first, rows, term);
    const dw = wave(32 * 16, 0).map((_, k) =>
      halves((row) => da[32 * row + Math.floor(k / 16)] * x[16 * row + (k % 16)]),
    );
    expect([...gradient('weight')]).toEqual(dw);
    expect([...gradient('bias')]).toEqual(wave(32, 0).map((_, j) => halves((row) => da[32 * row + j])));
  });

  it('has one sum of the rows where the matrix is larger than they are', () => {
    const { layout } = oneLayer({ type: 'dense', units: 200 }, 100, 1);
    expect(layout.count(66).pass).toBe(0); // 66 · 300 < 100 · 200
    expect(layout.count(67).pass).toBe(100 * 200 + 200);
  });

  it('has one sum of rows that are too few for a half', () => {
    const { layout } = oneLayer({ type: 'dense', units: 2000 }, 1, 1);
    expect(layout.count(15).pass).toBe(0);
    expect(layout.count(16).pass).toBe(2000 + 2000);
  });

  it('gradients are overwritten, not added to; where nobody needs dx, it is left out', () => {
    const { layer, layout, gradient, backward } = oneLayer({ type: 'dense', units: 3, initial }, 2, 2);
    backward(x, a, da);
    const between = new Layout(jsKernels);
    const alone = new Execution(operationsOf([layer]), between, [layer.input]);
    between.allocate(2);
    alone.bind();
    expect(alone.gradient(layer.input)).toBeNull();
    numbersOf(alone.value(layer.input).vector).set(x);
    numbersOf(alone.gradient(layer.output)!.vector).set(da);
    layout.parameters.forEach(({ gradient: { view } }) => void view.fill(7));
    alone.backward(2, passes.training());
    expect([...gradient('weight')]).toEqual([-2, 3, 3, -1, 3.5, 3.5]);
    expect([...gradient('bias')]).toEqual([0, 1, 2.5]);
  });

  it('frozen: the gradient goes through, but its own is not computed', () => {
    const frozen = oneLayer({ type: 'dense', units: 3, trainable: false, initial }, 2, 2);
    expect(frozen.backward(x, a, da)).toEqual([1, 8, -2, 0]);
    expect([...frozen.g]).toEqual(Array(9).fill(0));
  });

  it('some initial values, the rest by the initializer', () => {
    const { tensor } = oneLayer(
      { type: 'dense', units: 3, initial: { bias: [1, 2, 3] }, initializer: { type: 'constant', value: 7 } },
      2,
      2,
    );
    expect([...tensor('weight')]).toEqual(Array(6).fill(7));
    expect([...tensor('bias')]).toEqual([1, 2, 3]);
  });

  it('biases by an initializer of their own, which draws after the weights', () => {
    const layer = { type: 'dense', units: 3, initializer: 'fan_in_uniform' };
    const { tensor } = oneLayer({ ...layer, bias_initializer: 'fan_in_uniform' }, 4, 2);
    const drawn = [...tensor('weight'), ...tensor('bias')];
    expect(new Set(drawn).size).toBe(15);
    expect(drawn.every((wi) => Math.abs(wi) <= 1 / 2)).toBe(true);
    const withZeros = oneLayer({ ...layer, bias_initializer: 'zeros' }, 4, 2);
    expect([...withZeros.tensor('weight')]).toEqual(drawn.slice(0, 12));
    expect([...withZeros.tensor('bias')]).toEqual([0, 0, 0]);
    const { tensor: given } = oneLayer(
      { ...layer, bias_initializer: { type: 'constant', value: 0.1 } },
      4,
      2,
    );
    expect([...given('bias')]).toEqual([0.1, 0.1, 0.1]);
  });

  it.each([
    [{}, true],
    [{ initializer: 'fan_in_uniform' }, true],
    [{ activation: 'selu' }, false],
    [{ initializer: 'he_uniform' }, false],
    [{ initial: { weight: [[1], [2], [3]] } }, false],
    [{ initializer: 'he_uniform', bias_initializer: 'fan_in_uniform' }, true],
  ])('biases start at random beside weights of fan_in_uniform, else at 0: %j', (options, isDrawn) => {
    const { tensor } = oneLayer({ type: 'dense', units: 3, ...options }, 1, 1);
    expect([...tensor('bias')].map((b) => b !== 0)).toEqual([isDrawn, isDrawn, isDrawn]);
  });

  it('no initializer of biases where there are none', () => {
    const build = () => oneLayer({ type: 'dense', units: 3, bias: false, bias_initializer: 'normal' }, 2, 2);
    expect(build).toThrow('layers[0].bias_initializer: expected nothing, as bias is false');
  });

  it.each([
    [{ weight: [[1, 2]] }, true, 'layers[0].initial.weight: expected 3 rows of 2 numbers'],
    [{ weight: [[1, 2], [1], [1, 2]] }, true, 'layers[0].initial.weight: expected 3 rows of 2 numbers'],
    [{ bias: [1, 2] }, true, 'layers[0].initial.bias: expected 3 numbers'],
    [{ bias: [1, 2, 3] }, false, 'layers[0].initial.bias: expected nothing, as bias is false'],
  ])('initial values that do not fit: %j', (given, bias, message) => {
    const build = () => oneLayer({ type: 'dense', units: 3, bias, initial: given }, 2, 2);
    expect(build).toThrow(MlpError);
    expect(build).toThrow(message);
  });

  it('the penalties of the config, unless the layer has its own; weights only', () => {
    const of = (options: object) =>
      oneLayer({ type: 'dense', units: 3, ...options }, 2, 1, { l1: 0.1, l2: 0.2 }).layout.parameters.map(
        ({ l1, l2 }) => [l1, l2],
      );
    expect(of({})).toEqual([
      [0.1, 0.2],
      [0, 0],
    ]);
    expect(of({ l1: 0 })).toEqual([
      [0, 0.2],
      [0, 0],
    ]);
    expect(of({ l2: 0.7 })).toEqual([
      [0.1, 0.7],
      [0, 0],
    ]);
  });
});

describe('activation', () => {
  it('y = f(x), dx = f′(x) dy', () => {
    const { layer, layout, forward, backward } = oneLayer(
      { type: 'activation', activation: { type: 'leaky_relu', alpha: 0.25 } },
      3,
      2,
    );
    const x = [1, -2, 0, -4, 5, 6];
    const y = [1, -0.5, 0, -1, 5, 6];
    expect(forward(x)).toEqual(y);
    expect(backward(x, y, [1, 1, 0, 2, 2, -1])).toEqual([1, 0.25, 0, 0.5, 2, -1]);
    expect([layer.input.columns, layer.output.columns, layout.parameters.length]).toEqual([3, 3, 0]);
  });
});

describe('batch_norm', () => {
  // Columns [1, 3], mean 2, population variance 1, and [10, 10], mean 10, variance 0; ε = 3 makes the root 2 and √3.
  const config = { type: 'batch_norm', epsilon: 3, momentum: 0.1 };
  const x = [1, 10, 3, 10];

  it('training: by the statistics of the batch, which the running ones move towards', () => {
    const { forward, tensor } = oneLayer(config, 2, 3);
    tensor('weight').set([4, 5]);
    tensor('bias').set([1, -1]);
    // x̂ = ∓1/2 and 0: y = 4 x̂ + 1 and 5 · 0 − 1
    expect(forward(x)).toEqual([-1, -1, 3, -1]);
    // towards the mean, and the unbiased variance 2 = 2 · 1 / (2 − 1): 0 + 0.1 · 2, 0 + 0.1 · 10; 1 + 0.1 (2 − 1), 1 +
    // 0.1 (0 − 1)
    expectWorked(tensor('running_mean'), [0.2, 1]);
    expectWorked(tensor('running_var'), [1.1, 0.9]);
    // and again: 0.2 + 0.1 (2 − 0.2), 1 + 0.1 (10 − 1); 1.1 + 0.1 (2 − 1.1), 0.9 + 0.1 (0 − 0.9)
    forward(x);
    expectWorked(tensor('running_mean'), [0.38, 1.9]);
    expectWorked(tensor('running_var'), [1.19, 0.81]);
  });

  it('dw = Σ dy x̂, db = Σ dy, dx = w / sd (dy − mean of dy − x̂ · mean of dy x̂)', () => {
    const rows = [1, 2, 4, 5]; // mean 3, variance (4 + 1 + 1 + 4) / 4 = 2.5; ε = 3.75 makes the root 2.5
    const { forward, backward, gradient, tensor } = oneLayer({ ...config, epsilon: 3.75 }, 1, 4);
    tensor('weight').set([5]);
    const y = forward(rows); // x̂ = −0.8, −0.4, 0.4, 0.8
    expectWorked(y, [-4, -2, 2, 4]);
    // dy = 1, 0, 0, 2: db = 3, dw = −0.8 + 1.6 = 0.8; w / sd = 2:
    // dx = 2 (1 − 0.75 + 0.8 · 0.2), 2 (0 − 0.75 + 0.4 · 0.2), 2 (0 − 0.75 − 0.4 · 0.2), 2 (2 − 0.75 − 0.8 · 0.2)
    expectWorked(backward(rows, y, [1, 0, 0, 2]), [0.82, -1.34, -1.66, 2.18]);
    expectWorked(gradient('weight'), [0.8]);
    expectWorked(gradient('bias'), [3]);
  });

  it('evaluation: by the running statistics, which stay; they are numbers like others then', () => {
    const { forward, backward, tensor } = oneLayer(config, 2, 2);
    tensor('running_mean').set([1, 4]);
    tensor('running_var').set([1, 13]); // with ε the roots are 2 and 4
    // (1 − 1) / 2, (10 − 4) / 4, (3 − 1) / 2, (10 − 4) / 4
    const y = forward(x, passes.evaluation());
    expect(y).toEqual([0, 1.5, 1, 1.5]);
    expect(backward(x, y, [1, 1, 2, -2], passes.evaluation())).toEqual([0.5, 0.25, 1, -0.5]);
    expect([...tensor('running_mean'), ...tensor('running_var')]).toEqual([1, 4, 1, 13]);
  });

  it('frozen: by the statistics of the batch, but none are remembered', () => {
    const { forward, tensor } = oneLayer(config, 2, 2);
    expect(forward(x, passes.frozen())).toEqual([-0.5, 0, 0.5, 0]);
    expect([...tensor('running_mean'), ...tensor('running_var')]).toEqual([0, 0, 1, 1]);
  });

  it('a batch of one row has no variance: y is the bias, and the running statistics stay', () => {
    const { forward, backward, tensor } = oneLayer(config, 2, 2);
    tensor('bias').set([3, 4]);
    expect(forward([7, 8])).toEqual([3, 4]);
    expect([...tensor('running_mean'), ...tensor('running_var')]).toEqual([0, 0, 1, 1]);
    expect(backward([7, 8], [3, 4], [1, 2]).map(Math.abs)).toEqual([0, 0]);
  });
});

describe('layer_norm', () => {
  // The row [1, 2, 4, 5] as above: mean 3, variance 2.5, root 2.5 with ε = 3.75
  const config = { type: 'layer_norm', epsilon: 3.75 };
  const x = [1, 2, 4, 5];

  it('each row by its own mean and population variance; w and b by column', () => {
    const { forward, tensor } = oneLayer(config, 4, 2);
    tensor('weight').set([5, 5, 10, 0]);
    tensor('bias').set([0, 1, 0, 1]);
    expectWorked(forward([...x, 7, 7, 7, 7]), [-4, -1, 4, 1, 0, 1, 0, 1]);
  });

  it('dx̂ = w dy, dx = (dx̂ − mean of dx̂ − x̂ · mean of dx̂ x̂) / sd, dw = Σ dy x̂, db = Σ dy', () => {
    const { forward, backward, gradient, tensor } = oneLayer(config, 4, 2);
    tensor('weight').fill(5);
    // first row: dx̂ = [5, 0, 0, 10], mean 3.75, mean of dx̂ x̂ = (−4 + 8) / 4 = 1, as for batch_norm.
    // Second row: mean 0.5, variance 0.25, root 2, x̂ = ∓0.25; dx̂ = [20, 0, 0, 0], mean 5, mean of dx̂ x̂ = −5 / 4:
    // dx = (20 − 5 − 0.3125) / 2, (−5 − 0.3125) / 2, (−5 + 0.3125) / 2 twice
    const rows = [...x, 0, 0, 1, 1];
    const y = forward(rows);
    expectWorked(
      backward(rows, y, [1, 0, 0, 2, 4, 0, 0, 0]),
      [0.82, -1.34, -1.66, 2.18, 7.34375, -2.65625, -2.34375, -2.34375],
    );
    expectWorked(gradient('weight'), [-0.8 - 1, 0, 0, 1.6]);
    expectWorked(gradient('bias'), [5, 0, 0, 2]);
  });
});

describe('dropout', () => {
  const ones = Array<number>(20_000).fill(1);

  it('drops that part of the values, and scales the rest so that the mean stays', () => {
    for (const rate of [0, 0.25, 0.5, 0.9]) {
      const y = oneLayer({ type: 'dropout', rate }, 10, 2000).forward(ones);
      const dropped = y.filter((value) => value === 0).length;
      expect(y.every((value) => value === 0 || value === 1 / (1 - rate))).toBe(true);
      // five standard errors √(rate (1 − rate) n)
      const sd = Math.sqrt(rate * (1 - rate) * ones.length);
      expect(Math.abs(dropped - rate * ones.length)).toBeLessThanOrEqual(5 * sd);
    }
  });

  it('backward has the mask of forward; each pass draws another; a frozen pass keeps it', () => {
    const { forward, backward } = oneLayer({ type: 'dropout', rate: 0.5 }, 10, 2000);
    const how = passes.training();
    const first = forward(ones, how);
    expect(backward(ones, first, ones, how)).toEqual(first);
    const second = forward(ones, how);
    expect(second).not.toEqual(first);
    expect(forward(ones, passes.frozen())).toEqual(second);
    expect(backward(ones, second, ones, passes.frozen())).toEqual(second);
  });

  it('the same generator, the same mask; no draw in evaluation, where y = x', () => {
    const { forward, backward } = oneLayer({ type: 'dropout', rate: 0.5 }, 10, 2000);
    expect(forward(ones)).toEqual(forward(ones));
    const how = passes.evaluation();
    const state = how.random.getState();
    expect(forward(ones, how)).toEqual(ones);
    expect(backward(ones, ones, ones, how)).toEqual(ones);
    expect(how.random.getState()).toEqual(state);
  });
});

describe('noise', () => {
  const zeros = Array<number>(20_000).fill(0);

  it('adds normal numbers of standard deviation sd; the gradient goes through', () => {
    const { forward, backward } = oneLayer({ type: 'noise', sd: 0.5 }, 10, 2000);
    const y = forward(zeros);
    const moment = (power: number) => y.reduce((sum, value) => sum + (value / 0.5) ** power, 0) / y.length;
    // the moments 0, 1, 0, 3 with the standard errors √(1, 2, 15, 96) / √20,000; five of them each
    [0, 1, 0, 3].forEach((expected, i) => {
      const error = Math.sqrt([1, 2, 15, 96][i] / y.length);
      expect(Math.abs(moment(i + 1) - expected)).toBeLessThan(5 * error);
    });
    expect(backward(zeros, y, y)).toEqual(y);
  });

  it('each pass draws another; a frozen pass keeps it; none in evaluation, where y = x', () => {
    const { forward } = oneLayer({ type: 'noise', sd: 0.5 }, 10, 2000);
    const how = passes.training();
    const first = forward(zeros, how);
    const second = forward(zeros, how);
    expect(second).not.toEqual(first);
    expect(forward(zeros, passes.frozen())).toEqual(second);
    expect(forward(first, passes.evaluation())).toEqual(first);
  });
});

describe('residual', () => {
  const inner = {
    type: 'dense',
    units: 2,
    initial: {
      weight: [
        [1, 2],
        [0, -1],
      ],
      bias: [0.5, 0],
    },
  };

  it('y = x + f(x); both paths add up in dx', () => {
    const { forward, backward, gradient } = oneLayer({ type: 'residual', layers: [inner] }, 2, 1);
    // f(x) = [3 + 8 + 0.5, −4]
    expect(forward([3, 4])).toEqual([14.5, 0]);
    // dx = dy + dy w = [1, 10] + [1, 2] − [0, 10]
    expect(backward([3, 4], [14.5, 0], [1, 10])).toEqual([2, 2]);
    expect([...gradient('layers.0.weight')]).toEqual([3, 4, 30, 40]);
    expect([...gradient('layers.0.bias')]).toEqual([1, 10]);
  });

  it('with relu inside: its backward sees f(x), not y', () => {
    const { forward, backward } = oneLayer(
      { type: 'residual', layers: [{ ...inner, activation: 'relu' }] },
      2,
      1,
    );
    expect(forward([3, 4])).toEqual([14.5, 4]); // f(x) = [11.5, 0]
    expect(backward([3, 4], [14.5, 4], [1, 10])).toEqual([2, 12]); // [1, 10] + [1, 2]
  });

  it('of a block of other width than its input is refused, by place', () => {
    const build = () =>
      oneLayer(
        { type: 'residual', layers: [{ type: 'residual', layers: [{ type: 'dense', units: 3 }] }] },
        2,
        1,
      );
    expect(build).toThrow(MlpError);
    expect(build).toThrow(
      'layers[0].layers[0]: a residual block adds its input (2 wide) to its output, which is 3 wide',
    );
  });
});
