import { expect, test } from 'vitest';
import { backends } from '../../src/kernels/index.js';
import { gradcheck } from '../../src/nn/gradcheck/gradcheck.js';
import { widthsText } from '../../src/nn/graph/widths.js';
import { MemberReader, writeMember } from '../../src/nn/members.js';
import { random } from '../../src/random.js';
import { evaluationPass } from '../../src/training/passes.js';
import { expectSameBits } from '../training/support.js';
import { smallNetwork, unevenScale } from './small_network.js';

const layers = [{ type: 'dense', units: 4, activation: 'tanh' }, { type: 'batch_norm' }];

test.each([
  ['identity', 'mse'],
  ['softmax', 'cross_entropy'],
  ['sigmoid', 'binary_cross_entropy'],
])(
  'an average of %s outputs is that of its networks, which can be taken out and put in',
  (activation, loss) => {
    const head = { activation, loss };
    for (const kernels of [backends.js, backends.wasm]) {
      const joint = smallNetwork({ layers, head, branches: 3, kernels });
      const { rows, outputs } = { rows: 5, outputs: 3 };
      const y = joint.forward(rows, evaluationPass).slice();
      const reader = new MemberReader(joint, rows);
      const sum = new Float64Array(rows * outputs);
      const copy = smallNetwork({ layers, head, branches: 3, kernels, seed: 1 });
      copy.x.set(joint.x);
      for (let i = 0; i < 3; i++) {
        const member = reader.read(i);
        member.x.set(joint.x);
        member.forward(rows, evaluationPass).forEach((value, k) => {
          sum[k] += value;
        });
        writeMember(copy, i, member);
      }
      expectSameBits(
        sum.map((value) => value / 3),
        y,
      );
      expectSameBits(copy.forward(rows, evaluationPass), y);
    }
  },
);

test('the gradient of an average, through losses that single networks have fused', () => {
  for (const head of [
    { activation: 'softmax', loss: 'cross_entropy' },
    { activation: 'sigmoid', loss: 'mse' },
    { loss: 'gaussian_nll' },
  ]) {
    const network = smallNetwork({ layers: layers.slice(0, 1), head, branches: 2 });
    const options = { epsilon: 1e-6, atol: 1e-7, rtol: 1e-5, method: 'central' } as const;
    const { passed, tensors } = gradcheck(network, unevenScale(5), 5, random(0, 'masks'), options);
    expect(passed).toBe(true);
    expect(tensors.map(({ name }) => name)).toEqual([
      ...[0, 1].flatMap((i) =>
        ['layers.0.weight', 'layers.0.bias', 'head.weight', 'head.bias'].map(
          (name) => `members.${i}.${name}`,
        ),
      ),
      'x',
    ]);
  }
});

test('the widths of an average', () => {
  expect(widthsText(smallNetwork({ layers, branches: 5 }))).toBe('5 × 3-4-3');
  expect(widthsText(smallNetwork({ layers }))).toBe('3-4-3');
});
