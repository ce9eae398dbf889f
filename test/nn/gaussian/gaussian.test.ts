import { describe, expect, test } from 'vitest';
import { backends, Vector } from '../../../src/kernels/index.js';
import { jsKernels } from '../../../src/kernels/js/index.js';
import { gaussianLoops } from '../../../src/nn/gaussian/index.js';
import { Mixture } from '../../../src/nn/gaussian/mixture.js';
import { Moments } from '../../../src/nn/gaussian/moments.js';
import { memberOutputs } from '../../../src/nn/graph/member_outputs.js';
import { MemberReader } from '../../../src/nn/members.js';
import { evaluationPass } from '../../../src/training/passes.js';
import golden from '../../golden/gaussian.json' with { type: 'json' };
import { check, mismatches } from '../check.js';
import { expectClose, expectGradient } from '../laws/numeric.js';
import { smallNetwork } from '../small_network.js';

const forward = (operation: Moments | Mixture, x: Float64Array, columns: number, rows: number) => {
  const y = new Float64Array(rows * columns);
  operation.forward([new Vector(x)], new Vector(y), rows);
  return y;
};

describe('golden: PyTorch', () => {
  test.each(golden.losses)('losses and gradients of $targets targets, epsilon $epsilon', (each) => {
    const { targets: k, weights } = each;
    const rows = weights.length;
    const [a, t] = [Float64Array.from(each.a), Float64Array.from(each.t)];
    const y = forward(new Moments(each, 1, jsKernels), a, 2 * k, rows);
    const loops = gaussianLoops(jsKernels, each);
    const losses = new Float64Array(rows);
    const gradient = new Float64Array(a.length);
    loops.forward({ a, y, t, losses }, rows, k);
    loops.backward({ a, y, t, scale: Float64Array.from(weights), gradient }, rows, k);
    expectClose(losses, each.losses, 1e-12, 0);
    expectClose(gradient, each.da, 1e-12, 2 ** -50); // 1 − e² / v may cancel

    // the same in two steps: through the moments
    const dy = new Float64Array(a.length);
    const ofMoments = gaussianLoops(jsKernels, each, true);
    ofMoments.backward({ a, y, t, scale: Float64Array.from(weights), gradient: dy }, rows, k);
    const da = new Float64Array(a.length);
    new Moments(each, 1, jsKernels).backward([], new Vector(y), new Vector(dy), [new Vector(da)], rows);
    expectClose(da, each.da, 1e-12, 2 ** -50);
  });

  test.each(golden.mixtures)('mixtures of $members', ({ members, targets, ...each }) => {
    const rows = each.y.length / (2 * targets);
    const x = Float64Array.from(each.x);
    const mixture = new Mixture(members, targets, jsKernels);
    const y = forward(mixture, x, 2 * targets, rows);
    expectClose(y, each.y, 1e-12, 1e-15);
    const dx = new Float64Array(x.length);
    const dy = new Vector(Float64Array.from(each.dy));
    mixture.backward([new Vector(x)], new Vector(y), dy, [new Vector(dx)], rows);
    expectClose(dx, each.dx, 1e-12, 1e-15);
  });
});

test('by hand: N(0, 1) and N(4, 3) mix to a mean of 2 and a variance of 2 + 4', () => {
  const y = forward(new Mixture(2, 1, jsKernels), Float64Array.of(0, 1, 4, 3), 2, 1);
  expect([...y]).toEqual([2, 6]);
});

test('the variance is never below its share of the first, and is that where s is 0', () => {
  const config = { epsilon: 1e-6, initial_variance: [4] };
  const y = forward(new Moments(config, 1, jsKernels), Float64Array.of(1, -1e4, 1, 0), 2, 2);
  expect([...y]).toEqual([1, 4e-6, 1, 4 * (1 + 1e-6)]);
  const gradient = new Float64Array(4);
  const t = Float64Array.of(1, 3);
  gaussianLoops(jsKernels, config).backward({ a: y, y, t, scale: Float64Array.of(1, 1), gradient }, 2, 1);
  // a hit at the least variance pulls at nothing; an error of one deviation is what s = 0 expects, but for epsilon
  expect([...gradient.subarray(0, 2)]).toEqual([0, 0]);
  expectClose(gradient.subarray(2), [-0.5, 0], 1e-5, 1e-6);
});

const head = { loss: { type: 'gaussian_nll', initial_variance: [2, 0.5] } };
const layers = [{ type: 'dense', units: 4, activation: 'tanh' }];
const ensemble = { members: 3, scaling: 'normal' } as const;
const subjects = [
  ['one network', { layers, head }],
  ['the head alone, without bias', { head: { ...head, bias: false } }],
  ['an ensemble', { layers, head, ensemble }],
  ['an average', { layers, head, branches: 2 }],
  ['an average of ensembles', { layers, head, ensemble, branches: 2 }],
] as const;

describe.each(subjects)('%s', (_, described) => {
  const description = { ...described, outputs: 2 };

  test('has the gradient that differences have', () => {
    expect(mismatches(check(description))).toEqual([]);
  });

  test('predicts the means: y, its Jacobian, and what members predict', () => {
    const network = smallNetwork(description);
    const rows = 5;
    const y = network.forward(rows, evaluationPass).slice();
    const moments = network.moments!.slice();
    for (let i = 0; i < rows; i++)
      expect([...y.subarray(2 * i, 2 * i + 2)]).toEqual([...moments.subarray(4 * i, 4 * i + 2)]);
    const each = memberOutputs(network, rows);
    const mean = y.map((__, k) => each.reduce((sum, one) => sum + one[k], 0) / each.length);
    expectClose(y, mean, 1e-14, 1e-15);

    const dy = Float64Array.from(y, (__, k) => Math.cos(k));
    network.pullBack(dy, rows, evaluationPass);
    const dx = network.dx!.slice();
    expectGradient(network.x, dx, () =>
      network.forward(rows, evaluationPass).reduce((sum, value, k) => sum + dy[k] * value, 0),
    );
  });

  test('has the same bits on all backends', () => {
    const of = (kernels: (typeof backends)['js']) => {
      const network = smallNetwork({ ...description, kernels });
      const program = kernels.record(() => {
        network.forward(5, evaluationPass);
        network.losses(5);
      });
      program.run();
      return [...network.moments!, ...network.rowLosses];
    };
    expect(of(backends.wasm)).toEqual(of(backends.js));
    expect(of(backends.native)).toEqual(of(backends.js));
  });
});

test('the variance of an average is that of the mixture of its networks, and its loss is of that', () => {
  const joint = smallNetwork({ layers, head, branches: 2, outputs: 2 });
  const rows = 5;
  joint.forward(rows, evaluationPass);
  const losses = joint.losses(rows).slice(0, rows);
  const reader = new MemberReader(joint, rows);
  const each = [0, 1].map((i) => {
    const member = reader.read(i);
    member.x.set(joint.x);
    member.forward(rows, evaluationPass);
    return member.moments!.slice();
  });
  const t = joint.t;
  for (let i = 0; i < rows; i++) {
    let loss = 0;
    for (let j = 0; j < 2; j++) {
      const at = 4 * i + j;
      const mean = (each[0][at] + each[1][at]) / 2;
      const between = ((each[0][at] - each[1][at]) / 2) ** 2;
      const variance = (each[0][at + 2] + each[1][at + 2]) / 2 + between;
      expectClose([joint.moments![at], joint.moments![at + 2]], [mean, variance], 1e-14, 0);
      const e = t[2 * i + j] - mean;
      loss += 0.25 * (Math.log(2 * Math.PI * variance) + (e * e) / variance);
    }
    expectClose([losses[i]], [loss], 1e-13, 0);
  }
});
