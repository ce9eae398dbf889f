import { describe, expect, it } from 'vitest';
import type { ActivationName } from '../../src/nn/activations/index.js';
import pytorch from '../golden/activations.json' with { type: 'json' };
import exact from '../golden/activations_exact.json' with { type: 'json' };
import { type ActivationLoops, plainActivations } from '../helpers/loops.js';
import { expectReferences, readReferences, referenceLaws } from '../helpers/references.js';
import { activationLaws } from './laws/activations.js';
import { expectClose } from './laws/numeric.js';

const registry: Record<string, ActivationLoops> = plainActivations;

for (const [name, activation] of Object.entries(registry)) {
  describe(`laws: ${name}`, () => activationLaws(activation));
}

/** Values of activations that PyTorch 1.13 does not have. */
interface Case {
  options: object;
  x: number[];
  y: number[];
  dydx: number[];
}
const references = readReferences<Case>('activations');

/** Value and derivative, at the golden points where no others are given. */
function evaluate(name: string, params: object, points: readonly number[] = pytorch.x) {
  const activation = registry[name];
  const options = activation.options.parse(params);
  const x = Float64Array.from(points);
  const y = new Float64Array(x.length);
  const dydx = new Float64Array(x.length);
  activation.forward(x, y, x.length, 1, options);
  activation.backward(x, y, new Float64Array(x.length).fill(1), dydx, x.length, 1, options);
  return { y, dydx };
}

// Only 1 − y is left of x in the tails of these derivatives, and y near 1 is a multiple of 2⁻⁵³: the derivative, below
// 1e-8 there, has an absolute error of that size. PyTorch computes them from y too.
const fromY: readonly ActivationName[] = ['sigmoid', 'tanh'];

const RELATIVE = 1e-12;
const SUBNORMAL = 1e-300; // numbers of that size have few digits, or none
const derivativeError = (name: ActivationName) => (fromY.includes(name) ? 2 ** -53 : SUBNORMAL);

describe('golden: the exact values, from −1000 to 1000', () => {
  it('covers every activation but the rowwise', () => {
    const ofPyTorch = Object.keys(pytorch.cases).map((name) => name.split('@')[0]);
    const elementwise = Object.keys(registry).filter((name) => !registry[name].rowwise);
    expectReferences('activations', elementwise, ofPyTorch, references);
  });

  for (const [label, { params }] of Object.entries(pytorch.cases)) {
    it(label, () => {
      const name = label.split('@')[0] as ActivationName;
      const { y, dydx } = evaluate(name, params);
      const expected = exact.cases[label as keyof typeof exact.cases];
      expectClose(y, expected.y, RELATIVE, SUBNORMAL);
      expectClose(dydx, expected.dydx, RELATIVE, derivativeError(name));
    });
  }
});

/**
 * PyTorch 1.13 computes some tails with cancellation: softplus and mish as log(1 + eˣ), elu and selu as eˣ − 1 near 0,
 * gelu as 1 + erf and 1 + tanh. Where its value is not the exact one to 1e-12, ours, `absolute` from the exact one at
 * most, may be from PyTorch's by the sum of both errors (two roundings of y near 1 can fall to different sides).
 */
function expectPyTorch(
  actual: Float64Array,
  golden: readonly number[],
  truth: readonly number[],
  absolute: number,
): void {
  for (let k = 0; k < golden.length; k++) {
    const error = Math.abs(golden[k] - truth[k]);
    const near = RELATIVE * Math.abs(truth[k]);
    const slack = error > near ? error + near + absolute : 0;
    expectClose([actual[k]], [golden[k]], RELATIVE, SUBNORMAL + slack);
  }
}

describe('golden: PyTorch', () => {
  for (const [label, golden] of Object.entries(pytorch.cases)) {
    it(label, () => {
      const name = label.split('@')[0] as ActivationName;
      const { y, dydx } = evaluate(name, golden.params);
      const truth = exact.cases[label as keyof typeof exact.cases];
      expectPyTorch(y, golden.y, truth.y, SUBNORMAL);
      expectPyTorch(dydx, golden.dydx, truth.dydx, derivativeError(name));
    });
  }

  it('softmax, with a vector-Jacobian product', () => {
    const { z, y: golden, upstream, vjp } = pytorch.softmax;
    const [rows, columns] = [z.length, z[0].length];
    const x = Float64Array.from(z.flat());
    const y = new Float64Array(x.length);
    const dx = new Float64Array(x.length);
    plainActivations.softmax.forward(x, y, rows, columns, {});
    plainActivations.softmax.backward(x, y, Float64Array.from(upstream.flat()), dx, rows, columns, {});
    expectClose(y, golden.flat(), RELATIVE, 0);
    expectClose(dx, vjp.flat(), RELATIVE, 2 ** -53); // dy − Σ dy∘y cancels: terms near 1
  });
});

describe('reference values in a file of their own', () => {
  referenceLaws(references, registry);

  describe.each(Object.entries(references))('%s', (name, { cases }) => {
    it.each(cases.map((each) => [JSON.stringify(each.options), each] as const))('%s', (_, each) => {
      const { y, dydx } = evaluate(name, each.options, each.x);
      expectClose(y, each.y, RELATIVE, SUBNORMAL);
      const absolute = registry[name].backwardReads === 'y' ? 2 ** -53 : SUBNORMAL;
      expectClose(dydx, each.dydx, RELATIVE, absolute);
    });
  });
});

describe('derivative at a kink', () => {
  const at0 = (name: ActivationName, params: object) => {
    const { options, forward, backward } = registry[name];
    const settled = options.parse(params);
    const [x, y, dx] = [new Float64Array(1), new Float64Array(1), new Float64Array(1)];
    forward(x, y, 1, 1, settled);
    backward(x, y, Float64Array.of(1), dx, 1, 1, settled);
    return dx[0];
  };

  it("is that of the left side, which is PyTorch's", () => {
    expect(at0('relu', {})).toBe(0);
    expect(at0('leaky_relu', { alpha: 0.2 })).toBe(0.2);
    expect(at0('elu', { alpha: 0.5 })).toBe(0.5);
    expect(at0('selu', {})).toBe(1.7580993408473768);
  });
});

it('mish is not yet linear at 16: f′ = 1 + (4 · 16 − 2) e⁻³² + …, the dots below 1e-18', () => {
  const [x, y, dx] = [Float64Array.of(16), new Float64Array(1), new Float64Array(1)];
  plainActivations.mish.forward(x, y, 1, 1, {});
  plainActivations.mish.backward(x, y, Float64Array.of(1), dx, 1, 1, {});
  expectClose([dx[0] - 1], [62 * 1.2664165549094176e-14], 0, 2 ** -51);
});
