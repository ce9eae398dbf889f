import { describe, expect, it } from 'vitest';
import { activations } from '../../../src/nn/activations/index.js';
import { operationsOf, type Value } from '../../../src/nn/graph/graph.js';
import { type TracedModule, trace } from '../../../src/nn/graph/trace/index.js';
import { losses } from '../../../src/nn/losses/index.js';
import type { Network } from '../../../src/nn/network.js';
import { evaluationPass } from '../../../src/training/passes.js';
import { bits, expectClose } from '../laws/numeric.js';
import { exampleLayers } from '../layers/example.js';
import { type SmallNetwork, smallNetwork } from '../small_network.js';

const dense = (units: number, activation = 'tanh') => ({ type: 'dense', units, activation });

const everyLayer = [
  dense(4, 'gelu'),
  { type: 'batch_norm' },
  { type: 'dropout', rate: 0.5 },
  {
    type: 'residual',
    layers: [dense(6), { type: 'residual', layers: [{ type: 'layer_norm' }] }, dense(4, 'identity')],
  },
  { type: 'activation', activation: 'mish' },
  { type: 'noise', sd: 1 },
  { ...dense(3, 'softplus'), bias: false },
];

const ensemble = { members: 3, scaling: 'normal' } as const;

const heads = Object.entries(losses).map(([loss, { activation }]) => ({ activation, loss }));

const subjects: [what: string, network: SmallNetwork][] = [
  ['layers in layers', { layers: everyLayer }],
  ...Object.values(exampleLayers).map((layer): [string, SmallNetwork] => [
    `layer ${layer.type}`,
    { layers: [dense(4), layer, layer] },
  ]),
  ['no layer but the head', {}],
  ['an ensemble', { layers: everyLayer, ensemble }],
  ['heads of an ensemble', { head: { activation: 'sigmoid', loss: 'binary_cross_entropy' }, ensemble }],
  ['an ensemble with variances', { layers: [dense(3)], head: { loss: 'gaussian_nll' }, ensemble }],
  ['an ensemble of classes', { layers: [dense(3)], head: { activation: 'softmax' }, ensemble }],
  ...Object.keys(activations)
    .filter((activation) => activation !== 'softmax')
    .map((activation): [string, SmallNetwork] => [activation, { layers: [dense(3, activation)] }]),
  ...heads.map((head): [string, SmallNetwork] => [head.loss, { layers: [dense(3)], head }]),
  // the same losses without a fused form
  ['cross_entropy of sigmoids', { head: { activation: 'sigmoid', loss: 'binary_cross_entropy' } }],
  ['mse after tanh', { head: { activation: 'tanh', loss: 'mse' } }],
];

/** Value that the loss is of: the outputs of all members, or their moments. */
function memberOutput({ graph: { layers, output, end } }: Network): Value {
  const mean = operationsOf(layers).find(({ operation }) => operation === end.mean);
  return end.gaussian?.moments ?? mean?.inputs[0] ?? output;
}

describe.each(subjects)('the trace of %s', (_, description) => {
  const traced = smallNetwork(description);
  const { modules, target, fused } = trace(traced, evaluationPass);
  // The network's own pass, over one that no trace has touched
  const network = smallNetwork(description);
  network.forward(1, evaluationPass);
  const loss = network.trainingLosses(1)[0];
  network.backward(Float64Array.of(1), 1, evaluationPass);

  it("has the network's own values and gradients, to the bit", () => {
    expect(bits(modules.at(-1)!.output)).toBe(bits(Float64Array.of(loss)));
    const ofMembers = memberOutput(network);
    expect(bits(modules.at(-1)!.input)).toBe(bits(network.valueOf(ofMembers).slice(0, ofMembers.columns)));
    expect(bits(modules[0].input)).toBe(bits(network.x.slice(0, network.inputs)));
    expect(bits(modules[0].outgoing)).toBe(bits(network.dx!.slice(0, network.inputs)));
    expect(bits(target)).toBe(bits(network.t.slice(0, network.outputs)));
    const gradients = new Map(
      modules.flatMap(({ name, tensors }) =>
        tensors.map((tensor): [string, Float64Array | null] => [`${name}.${tensor.name}`, tensor.gradient]),
      ),
    );
    for (const { name, gradient } of network.parameters)
      expect(bits(gradients.get(name)!), name).toBe(bits(gradient.view));
    expect([...gradients.keys()].toSorted()).toEqual(network.tensors.map(({ name }) => name).toSorted());
  });

  it('hands on from module to module what each gave', () => {
    modules.slice(1).forEach((module, i) => {
      const before = modules[i];
      expect(module.input).toEqual(before.output);
      // A sum's other path leads back to its fork, which adds the two up.
      if (before.paths) expect(before.paths[0]).toEqual(module.outgoing);
      else expect(before.incoming).toEqual(module.outgoing);
    });
  });

  it('has a derivative for every number', () => {
    for (const module of modules) {
      expect(module.incoming).toHaveLength(module.output.length);
      expect(module.outgoing).toHaveLength(module.input.length);
    }
  });

  it("what leaves the head's activation is what comes in, taken through it, also in one piece with the loss", () => {
    const { activation } = network.config.head;
    expect(fused).toBe(network.head.lossLoops.isFused && activation.type !== 'identity');
    if (activation.type === 'identity') return;
    const { input, output, incoming, outgoing } = modules.at(-2)!;
    const expected = new Float64Array(input.length);
    const dx = network.layout.kernels.loop(`activation.${activation.type}.dx`, activation);
    dx({ x: input, y: output, dy: incoming, dx: expected }, network.members, input.length / network.members);
    expectClose(outgoing, expected, 1e-12, 1e-15); // as in the book of laws: y − t may cancel
  });
});

describe('a block', () => {
  const { modules } = trace(smallNetwork({ layers: everyLayer }), evaluationPass);
  const find = (name: string, kind: string): TracedModule =>
    modules.find((module) => module.name === name && module.kind === kind)!;

  it.each(['layers.3', 'layers.3.layers.1'])('%s: paths part and join', (name) => {
    const fork = find(name, 'fork');
    const sum = find(name, 'sum');
    expect(sum.output).toEqual(sum.input.map((value, i) => value + fork.input[i]));
    expect(sum.outgoing).toEqual(sum.incoming);
    expect(fork.paths![1]).toEqual(sum.incoming);
    expect(fork.outgoing).toEqual(fork.paths![0].map((value, i) => value + fork.paths![1][i]));
  });

  it('is named as its tensors are', () => {
    expect(modules.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
      'layers.0 affine',
      'layers.0 gelu',
      'layers.1 batch_norm',
      'layers.2 dropout',
      'layers.3 fork',
      'layers.3.layers.0 affine',
      'layers.3.layers.0 tanh',
      'layers.3.layers.1 fork',
      'layers.3.layers.1.layers.0 layer_norm',
      'layers.3.layers.1 sum',
      'layers.3.layers.2 affine',
      'layers.3 sum',
      'layers.4 mish',
      'layers.5 noise',
      'layers.6 affine',
      'layers.6 softplus',
      'head affine',
      'loss mse',
    ]);
  });
});

it('frozen parameters and running statistics have values, but no gradient', () => {
  const { modules } = trace(
    smallNetwork({ layers: [{ ...dense(3), trainable: false }, { type: 'batch_norm' }] }),
    evaluationPass,
  );
  const without = modules.flatMap(({ name, tensors }) =>
    tensors.filter(({ gradient }) => gradient === null).map((tensor) => `${name}.${tensor.name}`),
  );
  expect(without).toEqual([
    'layers.0.weight',
    'layers.0.bias',
    'layers.1.running_mean',
    'layers.1.running_var',
  ]);
});
