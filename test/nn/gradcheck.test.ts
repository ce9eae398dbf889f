import { describe, expect, it } from 'vitest';
import { type Kernels, type Loop, numbersOf } from '../../src/kernels/index.js';
import { jsKernels } from '../../src/kernels/js/index.js';
import { tanh } from '../../src/math/index.js';
import { type GradcheckOptions, type GradcheckResult, gradcheck } from '../../src/nn/gradcheck/gradcheck.js';
import type { Network } from '../../src/nn/network.js';
import { random } from '../../src/random.js';
import { withChangedLoop } from '../helpers/loops.js';
import { strict } from './check.js';
import { smallNetwork, unevenScale } from './small_network.js';

describe('kinks', () => {
  /**
   * y = relu(w x + b) with one weight, loss (y − t)², so that at a = w x + b = 0 the one-sided derivatives are −2 t x
   * and 0.
   */
  function atKink(a: number, derivative?: number): GradcheckResult {
    const changed = {
      ...jsKernels,
      loop: (name: string, options?: object): Loop =>
        name === 'activation.relu.dx' && derivative !== undefined
          ? ({ dy, dx }) => {
              numbersOf(dx!)[0] = derivative * numbersOf(dy!)[0];
            }
          : jsKernels.loop(name, options),
    };
    const network = smallNetwork({
      head: { activation: 'relu' },
      rows: 1,
      inputs: 1,
      outputs: 1,
      kernels: changed,
    });
    network.w.set([1, a - 1]);
    network.x.set([1]);
    network.t.set([3]);
    return gradcheck(network, Float64Array.of(1), 1, random(0, 'masks'), strict);
  }

  it('relu at exactly 0: every derivative from 0 to 1 is excused, and counted apart', () => {
    for (const derivative of [undefined, 0, 0.25, 1]) {
      const { passed, tensors } = atKink(0, derivative);
      expect(passed).toBe(true);
      for (const tensor of tensors) {
        expect(tensor).toMatchObject({ checked: 1, mismatches: 0, worst: null });
        // da = 2 (y − t) · derivative = −6 · derivative; the difference sees half of relu: −3
        expect(tensor.kinks).toEqual([
          expect.objectContaining({ index: 0, analytic: -6 * (derivative ?? 0) + 0 }),
        ]);
        expect(tensor.kinks[0].numeric).toBeCloseTo(-3, 4);
      }
    }
  });

  it('one half is what the difference says: neither kink nor mismatch', () => {
    const { passed, tensors } = atKink(0, 0.5);
    expect([passed, ...tensors.map(({ kinks }) => kinks.length)]).toEqual([true, 0, 0, 0]);
  });

  it.each([-0.1, 1.1, 2, -1, Number.NaN])('a derivative of %d at 0 is no kink but wrong', (derivative) => {
    const { passed, tensors } = atKink(0, derivative);
    expect([passed, ...tensors.map(({ mismatches: count, kinks }) => [count, kinks.length])]).toEqual([
      false,
      ...[1, 2, 3].map(() => [1, 0]),
    ]);
  });

  it('within epsilon of 0 a kink is excused, a wrong derivative is not', () => {
    expect(atKink(strict.epsilon / 3)).toMatchObject({
      passed: true,
      tensors: [{ kinks: [{ index: 0 }] }, {}, {}],
    });
    expect(atKink(strict.epsilon / 3, 1.01).passed).toBe(false);
  });

  it('beyond epsilon nothing is excused', () => {
    expect(atKink(2 * strict.epsilon).tensors.flatMap(({ kinks }) => kinks)).toEqual([]);
    for (const derivative of [0, 0.5, 0.99, 1.01])
      expect(atKink(2 * strict.epsilon, derivative).passed).toBe(false);
  });

  it('where a function curves much, a wrong derivative is no kink', () => {
    // ℓ = (1000 w + b − 3)²: the slope of w is 2000 at w = 0.004, its one-sided differences 2000 ± 10; 2001 is wrong
    const run = (kernels: Kernels) => {
      const network = smallNetwork({ rows: 1, inputs: 1, outputs: 1, kernels });
      network.w.set([0.004, 0]);
      network.x.set([1000]);
      network.t.set([3]);
      return gradcheck(network, Float64Array.of(1), 1, random(0, 'masks'), strict).tensors[0];
    };
    expect(run(jsKernels)).toMatchObject({ mismatches: 0, kinks: [], worst: { analytic: 2000 } });
    const wrong = withChangedLoop('loss.mse.dy', ({ dy }) => {
      dy![0] *= 1.0005;
    });
    expect(run(wrong)).toMatchObject({ mismatches: 1, kinks: [], worst: { analytic: 2001 } });
  });

  it('where a function curves, a kink beside the center is still one', () => {
    // ℓ = |tanh(w + b) − t| with t = tanh(−1 + ε/3): the slope is −0.420, the difference to the left ε/2 · 0.64 above
    // that, which is more than the tolerance
    const network = smallNetwork({
      head: { activation: 'tanh', loss: 'mae' },
      rows: 1,
      inputs: 1,
      outputs: 1,
    });
    network.w.set([1, -2]);
    network.x.set([1]);
    network.t.set([tanh(-1 + strict.epsilon / 3)]);
    const [tensor] = gradcheck(network, Float64Array.of(1), 1, random(0, 'masks'), strict).tensors;
    expect(tensor).toMatchObject({ mismatches: 0, kinks: [{ index: 0 }] });
  });
});

describe('the rounding of the loss', () => {
  const command: GradcheckOptions = { method: 'central', epsilon: 1e-6, atol: 1e-5, rtol: 1e-3 };
  const seeds = [0, 1, 2, 3, 4];
  /** A network of tanh units whose targets are of the size of house prices. */
  const prices = (
    seed: number,
    layers: readonly object[] = [
      { type: 'dense', units: 8, activation: 'tanh', initializer: 'glorot_uniform' },
    ],
  ) => {
    const head = { initializer: 'glorot_uniform' };
    const network = smallNetwork({ layers, head, rows: 16, outputs: 1, seed });
    for (let i = 0; i < 16; i++) network.t[i] = 4e5 + 1e5 * network.t[i];
    return network;
  };
  const run = (network: Network, options = command) =>
    gradcheck(network, unevenScale(16), 16, random(0, 'masks'), options);
  const all = (result: GradcheckResult, what: 'mismatches' | 'undecidable') =>
    result.tensors.reduce((sum, tensor) => sum + tensor[what], 0);

  it.each(seeds)('targets of 4e5 pass, without kinks (seed %d)', (seed) => {
    const result = run(prices(seed));
    expect(result.passed).toBe(true);
    expect(result.tensors.flatMap(({ kinks }) => kinks)).toEqual([]);
    // a loss of some 1e11, whose ulp is 2e-5, over 1e-6
    expect(result.loss).toBeGreaterThan(1e11);
    expect(result.rounding).toBeGreaterThan((result.loss * 2 ** -53) / 1e-6);
    expect(result.rounding).toBeLessThan((result.loss * 2 ** -53 * 12) / 1e-6);
    expect(result.undecidable).toBe(all(result, 'undecidable'));
  });

  // from 1e8 on a target swallows small changes of y, so that what neighbours round is the same
  it.each(
    [1e-9, 1e-3, 1, 1e8, 3e8, 1e9, 1e10, 1e12].flatMap((size) =>
      ['mse', 'mae', 'huber', 'log_cosh', 'pinball'].map((loss) => [size, loss] as const),
    ),
  )('targets of %d pass with %s', (size, loss) => {
    for (const activation of ['tanh', 'relu', 'gelu'])
      for (const seed of seeds) {
        const layers = [{ type: 'dense', units: 6, activation }];
        const network = smallNetwork({ layers, head: { loss }, rows: 16, inputs: 3, outputs: 1, seed });
        for (let i = 0; i < 16; i++) network.t[i] = size * (5 + 2 * network.t[i]);
        expect(run(network)).toMatchObject({ passed: true });
      }
  });

  it('what passed without it still does by much: 1e-4 of atol where the loss is of ordinary size', () => {
    for (const seed of seeds) {
      const { loss, rounding, undecidable } = run(smallNetwork({ rows: 16, outputs: 1, seed }));
      expect(loss).toBeLessThan(10);
      expect(rounding).toBeLessThan(2e-8);
      expect(undecidable).toBe(0);
    }
  });

  it.each(seeds)(
    '1 %% too much fails wherever it exceeds the tolerance, and counts elsewhere (seed %d)',
    (seed) => {
      const right = prices(seed);
      const { rounding } = run(right);
      const wrong = prices(seed);
      const { backward } = wrong;
      wrong.backward = (...args) => {
        backward.apply(wrong, args);
        for (const { gradient } of wrong.parameters)
          for (let i = 0; i < gradient.view.length; i++) gradient.view[i] *= 1.01;
      };
      const { passed, tensors } = run(wrong);
      expect(passed).toBe(false);
      expect(tensors.flatMap(({ kinks }) => kinks)).toEqual([]);
      for (const [k, { gradient }] of right.parameters.entries()) {
        const { mismatches: found, undecidable, checked } = tensors[k];
        const tolerance = (g: number) => command.atol + command.rtol * Math.abs(g) + rounding;
        // the numeric derivative is itself off by up to the rounding
        const sure = gradient.view.filter((g) => 0.01 * Math.abs(g) > tolerance(g) + rounding).length;
        expect(found).toBeGreaterThanOrEqual(sure);
        expect(found + undecidable).toBe(checked);
      }
      expect(all({ tensors } as GradcheckResult, 'mismatches')).toBeGreaterThan(10);
    },
  );

  it('a larger step decides', () => {
    const [fine, coarse] = [command, { ...command, epsilon: 1e-3 }].map((options) => run(prices(0), options));
    expect(fine.undecidable).toBeGreaterThan(0);
    expect(coarse).toMatchObject({ passed: true, undecidable: 0 });
  });

  it('a step that vanishes beside a number decides nothing', () => {
    const network = smallNetwork({ rows: 1, inputs: 1, outputs: 1 });
    network.w.set([1e12, 0]);
    const [weight] = gradcheck(network, Float64Array.of(1), 1, random(0, 'masks'), command).tensors;
    expect(weight).toMatchObject({ mismatches: 0, undecidable: 1 });
  });

  it('a loss that is not finite is said', () => {
    const network = prices(0);
    network.t.fill(1e200);
    expect(() => run(network)).toThrow('the loss is Infinity');
  });
});

describe('what the result tells', () => {
  const network = () => smallNetwork({ layers: [{ type: 'dense', units: 4 }] });
  const run = (options = strict, now?: () => number) =>
    gradcheck(network(), unevenScale(5), 5, random(0, 'masks'), options, now);

  it('tensors in the order of the network, all elements checked, the worst one in full', () => {
    const { tensors, rounding } = run();
    expect(tensors.map(({ name, shape, checked }) => [name, shape, checked])).toEqual([
      ['layers.0.weight', [4, 3], 12],
      ['layers.0.bias', [4], 4],
      ['head.weight', [3, 4], 12],
      ['head.bias', [3], 3],
      ['x', [5, 3], 15],
    ]);
    for (const { worst } of tensors) {
      const { analytic, numeric, error } = worst!;
      const bound = strict.atol + strict.rtol * Math.abs(numeric) + rounding;
      expect(error).toBeCloseTo(Math.abs(analytic - numeric) / bound, 12);
      expect(error).toBeLessThanOrEqual(1);
    }
  });

  it('what both methods cost: two forward passes an element and one at the center, beside seconds where there is a clock', () => {
    let seconds = 0;
    const { forwardPasses, seconds: taken } = run(strict, () => seconds++);
    expect(forwardPasses).toBe(2 * (12 + 4 + 12 + 3 + 15) + 1);
    expect(taken).toEqual({ backpropagation: 1, numeric: 1 }); // one call takes longer than the least that is timed
    expect(run().seconds).toEqual({ backpropagation: 0, numeric: 0 });
  });

  it('leaves parameters and inputs as they were, to the bit', () => {
    const subject = network();
    const before = [subject.w.slice(), subject.x.slice(), subject.t.slice()];
    gradcheck(subject, unevenScale(5), 5, random(0, 'masks'), strict);
    expect([subject.w, subject.x, subject.t]).toEqual(before);
  });
});
