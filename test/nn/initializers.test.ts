import { describe, expect, it } from 'vitest';
import {
  biasInitializers,
  type Initializer,
  type InitializerName,
  initializers,
} from '../../src/nn/initializers/index.js';
import { random } from '../../src/random.js';

const registry = Object.entries(initializers) as [InitializerName, Initializer][];
const required: Partial<Record<InitializerName, object>> = { constant: { value: 0.25 } };

function filled(
  name: InitializerName,
  fanOut: number,
  fanIn: number,
  config: object = {},
  seed = 1,
): Float64Array {
  const initializer: Initializer = initializers[name];
  const w = new Float64Array(fanOut * fanIn);
  const options = initializer.options.parse({ ...required[name], ...config });
  initializer.fill(w, fanOut, fanIn, random(seed, 'weights'), options);
  return w;
}

/** Mean, variance and kurtosis E[x⁴] / E[x²]² about `centre`. */
function moments(w: Float64Array, centre: number) {
  let sum = 0;
  let squares = 0;
  let fourths = 0;
  for (const wi of w) {
    const x = wi - centre;
    sum += x;
    squares += x * x;
    fourths += x * x * x * x;
  }
  const n = w.length;
  return { mean: centre + sum / n, variance: squares / n, kurtosis: (fourths * n) / (squares * squares) };
}

describe('the distribution of', () => {
  const [fanOut, fanIn] = [300, 200];
  const n = fanOut * fanIn;

  // variance and kurtosis: a uniform variable has 9/5, a normal one 3
  const uniform = 9 / 5;
  const normal = 3;
  it.each([
    ['uniform', {}, 0, 0.1 ** 2 / 12, uniform],
    ['uniform', { low: 1, high: 4 }, 2.5, 9 / 12, uniform],
    ['normal', {}, 0, 0.05 ** 2, normal],
    ['normal', { mean: -3, standard_deviation: 2 }, -3, 4, normal],
    ['glorot_uniform', {}, 0, 2 / (fanIn + fanOut), uniform],
    ['glorot_normal', {}, 0, 2 / (fanIn + fanOut), normal],
    ['he_uniform', {}, 0, 2 / fanIn, uniform],
    ['he_normal', {}, 0, 2 / fanIn, normal],
    ['lecun_normal', {}, 0, 1 / fanIn, normal],
    ['fan_in_uniform', {}, 0, 1 / (3 * fanIn), uniform],
  ] as const)('%s %j has mean, variance and kurtosis as stated', (name, config, mean, variance, kurtosis) => {
    const m = moments(filled(name, fanOut, fanIn, config), mean);
    // Five standard errors of n draws: of the mean √(σ²/n), of the variance σ² √((κ − 1)/n). The kurtosis of a normal
    // sample has a standard error of √(24/n), that of a uniform one less.
    expect(Math.abs(m.mean - mean)).toBeLessThan(5 * Math.sqrt(variance / n));
    expect(Math.abs(m.variance - variance)).toBeLessThan(5 * variance * Math.sqrt((kurtosis - 1) / n));
    expect(Math.abs(m.kurtosis - kurtosis)).toBeLessThan(5 * Math.sqrt(24 / n));
  });

  it.each([
    ['glorot_uniform', -Math.sqrt(6 / 500), Math.sqrt(6 / 500)],
    ['he_uniform', -Math.sqrt(6 / 200), Math.sqrt(6 / 200)],
    ['fan_in_uniform', -Math.sqrt(1 / 200), Math.sqrt(1 / 200)],
    ['uniform', -0.05, 0.05],
  ] as const)('%s stays within its bounds, and comes near them', (name, low, high) => {
    const w = filled(name, fanOut, fanIn);
    const least = Math.min(...w);
    const most = Math.max(...w);
    expect(least).toBeGreaterThanOrEqual(low);
    expect(most).toBeLessThanOrEqual(high);
    // That none of n draws is within 20/n of an end has probability e⁻²⁰.
    expect(least).toBeLessThan(low + ((high - low) * 20) / n);
    expect(most).toBeGreaterThan(high - ((high - low) * 20) / n);
  });

  it('zeros and constant', () => {
    expect(filled('zeros', 2, 3)).toEqual(new Float64Array(6));
    expect(filled('constant', 2, 3, { value: -1.5 })).toEqual(new Float64Array(6).fill(-1.5));
  });
});

describe('orthogonal', () => {
  it.each([
    [1, 1],
    [1, 7],
    [7, 1],
    [40, 40],
    [60, 25],
    [25, 60],
  ])('[%i, %i]: the shorter side is orthonormal, times the gain squared', (fanOut, fanIn) => {
    const gain = 1.5;
    const w = filled('orthogonal', fanOut, fanIn, { gain });
    const byRows = fanOut < fanIn;
    const at = (j: number, i: number) => (byRows ? w[j * fanIn + i] : w[i * fanIn + j]);
    const short = Math.min(fanOut, fanIn);
    for (let j = 0; j < short; j++)
      for (let k = 0; k <= j; k++) {
        let sum = 0;
        for (let i = 0; i < Math.max(fanOut, fanIn); i++) sum += at(j, i) * at(k, i);
        // A sum of 60 products with factors below 1, each rounded to 1e-16. One pass alone loses digits to the
        // condition of W.
        expect(Math.abs(sum - (j === k ? gain * gain : 0))).toBeLessThan(1e-14);
      }
  });

  it('is the Q of the normal matrix of the same seed: R = Qᵀ X is upper triangular, its diagonal positive', () => {
    const n = 12;
    const x = filled('normal', n, n, { standard_deviation: 1 });
    const q = filled('orthogonal', n, n);
    for (let j = 0; j < n; j++)
      for (let k = 0; k <= j; k++) {
        let r = 0;
        for (let i = 0; i < n; i++) r += q[i * n + j] * x[i * n + k];
        if (k < j) expect(Math.abs(r)).toBeLessThan(1e-12);
        else expect(r).toBeGreaterThan(0);
      }
  });

  it('is evenly spread: every element has variance 1 / n', () => {
    const n = 4;
    const draws = 4000;
    const rng = random(3, 'weights');
    const w = new Float64Array(n * n);
    const sums = new Float64Array(n * n);
    const squares = new Float64Array(n * n);
    for (let k = 0; k < draws; k++) {
      initializers.orthogonal.fill(w, n, n, rng, { gain: 1 });
      for (let i = 0; i < n * n; i++) {
        sums[i] += w[i];
        squares[i] += w[i] * w[i];
      }
    }
    for (let i = 0; i < n * n; i++) {
      // w² is Beta(1/2, 3/2): mean 1/4, variance 1/16. Five standard errors.
      expect(Math.abs(sums[i] / draws)).toBeLessThan(5 * Math.sqrt(1 / 4 / draws));
      expect(Math.abs(squares[i] / draws - 1 / 4)).toBeLessThan(5 * Math.sqrt(1 / 16 / draws));
    }
  });
});

describe.each(registry)('laws of %s', (name, initializer) => {
  const options = initializer.options.parse({ ...required[name] });

  it('gives the same bits for the same seed, others for another', () => {
    const w = filled(name, 5, 3);
    expect(filled(name, 5, 3)).toEqual(w);
    const drawn = !['zeros', 'constant'].includes(name);
    expect([...filled(name, 5, 3, {}, 2)].some((wi, i) => wi !== w[i])).toBe(drawn);
    expect(w.every(Number.isFinite)).toBe(true);
  });

  it('fills the matrix and nothing beside it', () => {
    const memory = new Float64Array(8).fill(99);
    initializer.fill(memory.subarray(1, 7), 2, 3, random(1, 'weights'), options);
    expect([...memory].map((wi) => wi === 99)).toEqual([
      true,
      false,
      false,
      false,
      false,
      false,
      false,
      true,
    ]);
  });

  it('options go round through the schema, unknown keys do not', () => {
    expect(initializer.options.parse(JSON.parse(JSON.stringify(options)))).toEqual(options);
    expect(initializer.options.safeParse({ ...options, bound: 1 }).success).toBe(false);
  });
});

describe.each(Object.entries(biasInitializers))('biases by %s', (name, initializer: Initializer) => {
  const options = initializer.options.parse({ ...required[name as InitializerName] });

  it('are drawn like weights, element by element, with the fan-in of their units', () => {
    const b = new Float64Array(7);
    initializer.fill(b, 7, 3, random(1, 'weights'), options);
    expect(b).toEqual(filled(name as InitializerName, 7, 3).subarray(0, 7));
  });
});

it('the fans are told apart: more inputs, smaller he, lecun and fan_in weights; more outputs, the same', () => {
  for (const name of ['he_uniform', 'he_normal', 'lecun_normal', 'fan_in_uniform'] as const) {
    const [tall, wide] = [filled(name, 8, 2), filled(name, 2, 8)];
    // Same draws, √(8/2) = 2 times the size: exact in binary but for the rounding of √.
    for (let i = 0; i < 16; i++) expect(tall[i] / wide[i]).toBeCloseTo(2, 14);
  }
});

it('a uniform whose low is not below high is refused', () => {
  expect(initializers.uniform.options.safeParse({ low: 1, high: 1 }).success).toBe(false);
});
