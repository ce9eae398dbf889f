import { describe, expect, test } from 'vitest';
import { headSchema } from '../../src/config/head.js';
import { layerSchema } from '../../src/config/layers.js';
import { backends, gradcheck, type Kernels, Network, random } from '../../src/index.js';
import type { HeadConfig } from '../../src/nn/network.js';
import { normal } from '../../src/random.js';
import { evaluationPass } from '../../src/training/passes.js';
import golden from '../golden/activity_l1.json' with { type: 'json' };
import { expectClose } from './laws/numeric.js';

const head = headSchema.parse({ activation: 'identity', loss: 'mse' }) as HeadConfig;
const penalties = { l1: 0, l2: 0 };
const pass = { training: true, frozen: false, random: random(0, 'masks') };
const rows = golden.scale.length;

function networkOf(kernels: Kernels, activityL1: readonly number[], more: object = {}): Network {
  const layers = [
    { type: 'dense', units: 4, activation: 'relu', activity_l1: activityL1[0] },
    { type: 'dense', units: 2, activation: 'tanh', activity_l1: activityL1[1] },
  ].map((layer) => layerSchema.parse(layer));
  const network = new Network({ layers, head, penalties, ...more }, 3, 1, kernels, { inputGradient: true });
  network.allocate(rows).initialize(random(0, 'weights'));
  network.x.set(golden.x);
  network.t.set(golden.t);
  network.scale.set(golden.scale);
  return network;
}

const makers: [string, () => Kernels][] = [
  ['js', () => backends.js],
  ['wasm', () => backends.wasm],
];

describe.each(makers)('on %s', (_, kernels) => {
  test('losses and gradients are those of PyTorch', () => {
    const network = networkOf(kernels(), golden.activity_l1);
    for (const { name, view } of network.parameters)
      view.set(golden.parameters[name as keyof typeof golden.parameters]);
    const program = network.layout.kernels.record(() => {
      network.forward(rows, pass);
      network.trainingLosses(rows);
      network.backward(network.scale, rows, pass);
    });
    program.run();
    expectClose(network.rowLosses.subarray(0, rows), golden.losses, 1e-13, 1e-15);
    for (const { name, gradient } of network.parameters)
      expectClose(gradient.view, golden.gradients[name as keyof typeof golden.gradients], 1e-12, 1e-15);
  });

  test('in evaluation the loss is that of the outputs alone, and so are derivatives of these', () => {
    const [network, plain] = [golden.activity_l1, [0, 0]].map((given) => networkOf(kernels(), given));
    for (const each of [network, plain]) {
      for (const { name, view } of each.parameters)
        view.set(golden.parameters[name as keyof typeof golden.parameters]);
      each.forward(rows, evaluationPass);
      each.losses(rows);
    }
    expectClose(network.rowLosses.subarray(0, rows), golden.fit, 1e-13, 1e-15);
    for (const each of [network, plain]) each.pullBack(new Float64Array(rows).fill(1), rows, evaluationPass);
    expect([...network.g]).toEqual([...plain.g]);
    for (const each of [network, plain]) each.backward(each.scale, rows, evaluationPass);
    expect([...network.g]).toEqual([...plain.g]);
  });

  test.each([
    ['of one network', {}],
    ['of members', { ensemble: { members: 3, scaling: 'normal' } }],
  ])('the gradient is that of central differences: %s', (_what, more) => {
    const network = networkOf(kernels(), [0.3, 0.1], more);
    const rng = random(1, 'check');
    for (let i = 0; i < network.w.length; i++) network.w[i] = 0.7 * normal(rng);
    const options = { method: 'central', epsilon: 1e-6, atol: 1e-8, rtol: 1e-5 } as const;
    const result = gradcheck(network, network.scale, rows, rng, options);
    expect(result.passed).toBe(true);
  });
});

test('of members the penalty is the mean over them', () => {
  const network = networkOf(backends.js, [0, 1], { ensemble: { members: 3, scaling: 'normal' } });
  network.forward(rows, pass);
  const [, second] = network.graph.layers;
  const outputs = network.outputOf(second);
  const columns = second.output.columns;
  const mean = Array.from(
    { length: rows },
    (_, i) => outputs.subarray(i * columns, (i + 1) * columns).reduce((sum, y) => sum + Math.abs(y), 0) / 3,
  );
  const withPenalty = network.trainingLosses(rows).slice(0, rows);
  network.head.trainingLosses(rows);
  expectClose(
    withPenalty.map((loss, i) => loss - network.rowLosses[i]),
    mean,
    1e-10,
    1e-12,
  );
});
