import { describe, expect, it } from 'vitest';
import { fittedExponent, gradientCost } from '../../src/nn/gradient_cost.js';
import { random } from '../../src/random.js';
import { gradientCosts } from '../../src/training/checking/gradient_costs.js';
import { smallNetwork } from './small_network.js';

describe('fittedExponent', () => {
  it.each([2, 1, 0.5, -1, 0])('finds the power %d again', (power) => {
    const x = [3, 10, 45, 200, 1000];
    const y = x.map((value) => 7 * value ** power);
    expect(fittedExponent(x, y)).toBeCloseTo(power, 12);
  });

  it('is the slope of the line of least squares through the logarithms', () => {
    // log2: u = (0, 1, 2), v = (0, 1, 5); slope = Σ (u − 1)(v − 2) / Σ (u − 1)² = ((−1)(−2) + (1)(3)) / 2
    expect(fittedExponent([1, 2, 4], [1, 2, 32])).toBeCloseTo(2.5, 12);
  });
});

/** A clock that does not stand still, but tells nothing of real time: each look at it is a second later. */
const clock = () => {
  let seconds = 0;
  return () => ++seconds;
};

describe('the cost of a gradient', () => {
  const rows = 3;
  const description = {
    layers: [{ type: 'dense', units: 4, activation: 'tanh' }],
    inputs: 5,
    outputs: 2,
    rows,
  };
  const methods = { central: 1e-6, forward: 1e-7 } as const;

  it.each(['central', 'forward'] as const)(
    '%s differences: passes and multiplications, counted',
    (method) => {
      const network = smallNetwork(description);
      const before = network.w.slice();
      const cost = gradientCost(
        network,
        rows,
        random(0, 'masks'),
        { method, epsilon: methods[method] },
        clock(),
      );
      // weights 4·5 + 2·4 = 28, biases 6
      const passes = method === 'central' ? 2 * 34 : 34 + 1;
      expect(cost).toMatchObject({
        parameters: 34,
        forwardPasses: passes,
        // one pass: 3 rows · 28; backwards dW 3 · 28, and dx 3 · 8 of the head alone
        multiplications: { numeric: passes * 84, backpropagation: 84 + 84 + 24 },
        seconds: { numeric: 1, backpropagation: 1 },
      });
      // central: rounding, 1e-16 / 1e-6; forward: ε/2 f″
      expect(cost.difference).toBeLessThan(method === 'central' ? 1e-8 : 1e-5);
      expect(cost.difference).toBeGreaterThan(0);
      expect(network.w).toEqual(before);
    },
  );
});

describe('over networks of growing size', () => {
  const options = { widths: [2, 8, 32, 64], rows: 2, seed: 0, method: 'central', epsilon: 1e-6 } as const;
  const costs = gradientCosts({ ...options, widths: [...options.widths] }, clock());

  it('two hidden layers each, of as many units as there are inputs', () => {
    // 2 (w² + w) + w + 1
    expect(costs.networks.map(({ widths, parameters }) => [widths.join('-'), parameters])).toEqual([
      ['2-2-2-1', 15],
      ['8-8-8-1', 153],
      ['32-32-32-1', 2145],
      ['64-64-64-1', 8385],
    ]);
  });

  it('passes grow as |W|, the numeric work as |W|², that of backpropagation as |W|', () => {
    const { forwardPasses, multiplications, seconds } = costs.exponents;
    expect(forwardPasses).toBeCloseTo(1, 12);
    // Biases are parameters without multiplications, and fewer of the larger networks: a little more than 2 and 1
    expect(Math.abs(multiplications.numeric - 2)).toBeLessThan(0.1);
    expect(Math.abs(multiplications.backpropagation - 1)).toBeLessThan(0.1);
    // by this clock every gradient takes a second
    expect(seconds).toEqual({ numeric: 0, backpropagation: 0 });
  });

  it('the same seed gives the same numbers, but for the seconds', () => {
    const again = gradientCosts({ ...options, widths: [...options.widths] }, clock());
    expect(again).toEqual(costs);
  });
});
