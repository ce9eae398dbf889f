import { describe, expect, it } from 'vitest';
import { type Activation, activations } from '../../../src/nn/activations/index.js';
import { graphJson } from '../../../src/nn/graph/json.js';
import { type Loss, losses } from '../../../src/nn/losses/index.js';
import { evaluationPass } from '../../../src/training/passes.js';
import { evaluateGraph, type JsonGraph, type JsonNode } from '../../helpers/graph_interpreter.js';
import { exampleEncoders } from '../example_encoders.js';
import { expectClose } from '../laws/numeric.js';
import { exampleLayers } from '../layers/example.js';
import { type SmallNetwork, smallNetwork } from '../small_network.js';

const WIDTH = 4;
const layer = { type: 'dense', units: WIDTH, activation: 'tanh' };
const subjects: [what: string, SmallNetwork][] = [
  ...Object.values(exampleLayers).map((example): [string, SmallNetwork] => [
    `layer ${example.type}`,
    { layers: [layer, example, layer] },
  ]),
  ...Object.entries(exampleEncoders).map(([type, encoded]): [string, SmallNetwork] => [
    `encoder ${type}`,
    { encoded, layers: [layer] },
  ]),
  ['an average of networks with encoders', { encoded: exampleEncoders.piecewise_linear, branches: 2 }],
  ...Object.entries<Activation>(activations).map(([type, { rowwise }]): [string, SmallNetwork] => [
    `activation ${type}`,
    { layers: rowwise ? [] : [{ ...layer, activation: type }], head: { activation: type } },
  ]),
  ...Object.entries<Loss>(losses).map(([type, { activation }]): [string, SmallNetwork] => [
    `loss ${type}`,
    { head: { activation, loss: type } },
  ]),
  ['an average of three networks', { layers: [layer, { type: 'batch_norm' }], branches: 3 }],
  [
    'blocks in blocks, weights without biases, other options than the usual ones',
    {
      layers: [
        { ...layer, bias: false, activation: { type: 'elu', alpha: 0.5 } },
        {
          type: 'residual',
          layers: [
            { type: 'layer_norm', epsilon: 0.1 },
            { type: 'residual', layers: [layer, layer] },
          ],
        },
        { type: 'batch_norm', epsilon: 0.2 },
        { type: 'activation', activation: { type: 'gelu', approximate: 'tanh' } },
      ],
    },
  ],
];

const ensembles = [
  ...Object.values(exampleLayers).map((example): [string, SmallNetwork] => [
    `ensemble with layer ${example.type}`,
    { layers: [example, layer, example], head: { activation: 'softmax', loss: 'cross_entropy' } },
  ]),
  ['ensemble of heads alone', { head: { activation: 'softmax', loss: 'cross_entropy' } }],
  [
    'ensemble with variances',
    { layers: [layer], head: { loss: { type: 'gaussian_nll', initial_variance: [1, 4, 9] } } },
  ],
  ['ensemble without biases', { layers: [{ ...layer, bias: false }], head: { bias: false } }],
].map(([what, described]): [string, SmallNetwork] => [
  what as string,
  { ...(described as SmallNetwork), ensemble: { members: 3, scaling: 'normal' } },
]);

describe.each([...subjects, ...ensembles])('%s', (_, described) => {
  const network = smallNetwork({ ...described, inputs: WIDTH });
  for (const { view } of network.layout.statistics) view.set(view.map((value, i) => value + 0.1 * (i + 1)));
  const text = JSON.stringify(graphJson(network));
  const graph: JsonGraph = JSON.parse(text);

  it('gives what the network gives, by the JSON and the tensors alone', () => {
    const tensors = new Map(network.tensors.map(({ name, view }) => [name, [...view]]));
    const rows = network.x.length / WIDTH;
    const y = network.forward(rows, evaluationPass);
    const answers = Array.from({ length: rows }, (_, i) =>
      evaluateGraph(graph, tensors, [...network.x.subarray(i * WIDTH, (i + 1) * WIDTH)]),
    );
    expectClose(answers.flat(), y.subarray(0, rows * network.outputs), 1e-12, 1e-12);
  });

  it('names every tensor once, and hands on values that are there', () => {
    const operations = (nodes: readonly JsonNode[]): JsonNode[] =>
      nodes.flatMap((node) => (node.nodes ? operations(node.nodes) : [node]));
    const all = operations(graph.nodes);
    const used = all.flatMap(({ tensors }) => Object.values(tensors!));
    expect(used.toSorted()).toEqual(network.tensors.map(({ name }) => name).toSorted());
    const given = [graph.inputs, ...all.map(({ outputs }) => outputs)].flat().map(({ id }) => id);
    expect(new Set(given).size).toBe(given.length);
    all.forEach(({ inputs }, i) => {
      for (const { id } of inputs) expect(given.slice(0, i + 1)).toContain(id);
    });
    expect(given.at(-1)).toBe(graph.outputs[0].id);
  });
});

describe('numbers of a formula', () => {
  const value = (id: string) => [{ id, shape: ['rows', 4] }];
  const node = { name: 'layers.0', op: 'scale', attributes: {}, tensors: { weight: 'w' } };
  const graph: JsonGraph = {
    inputs: value('x'),
    outputs: value('y'),
    nodes: [{ ...node, inputs: value('x'), outputs: value('y') }],
  };
  const y = (w: readonly number[]) => evaluateGraph(graph, new Map([['w', w]]), [1, 2, 3, 4]);

  it('are one for each column, or one for all', () => {
    expect(y([1, 0, -1, 2])).toEqual([1, 0, -3, 8]);
    expect(y([3])).toEqual([3, 6, 9, 12]);
    expect(() => y([1, 2, 3])).toThrow(
      'w of scale has 3 numbers for 4 columns: what scale computes has to be in',
    );
  });
});

it('in full', () => {
  const network = smallNetwork({
    layers: [
      { type: 'dropout', rate: 0.25 },
      { type: 'residual', layers: [{ type: 'dense', units: 3 }] },
    ],
    head: { activation: 'softmax', loss: { type: 'cross_entropy', label_smoothing: 0.1 }, bias: false },
  });
  const options = { initializer: { type: 'auto' }, bias_initializer: { type: 'auto' }, trainable: true };
  const value = (id: string) => [{ id, shape: ['rows', 3] }];
  const traits = { stochastic: false, rowIndependent: true, identityAtInference: false };
  const dense = { ...options, units: 3, activation: { type: 'identity' }, bias: true };
  expect(JSON.parse(JSON.stringify(graphJson(network)))).toEqual({
    version: 1,
    inputs: value('x'),
    outputs: value('head.softmax'),
    nodes: [
      {
        ...{ name: 'layers.0', op: 'dropout', inputs: value('x'), outputs: value('layers.0.dropout') },
        attributes: { rate: 0.25 },
        traits: { stochastic: true, rowIndependent: true, identityAtInference: true },
        nodes: [
          {
            ...{ name: 'layers.0', op: 'dropout', inputs: value('x'), outputs: value('layers.0.dropout') },
            ...{ attributes: { rate: 0.25 }, tensors: {} },
          },
        ],
      },
      {
        ...{
          name: 'layers.1',
          op: 'residual',
          inputs: value('layers.0.dropout'),
          outputs: value('layers.1.sum'),
        },
        ...{ attributes: {}, traits },
        nodes: [
          {
            ...{ name: 'layers.1.layers.0', op: 'dense', inputs: value('layers.0.dropout') },
            ...{ outputs: value('layers.1.layers.0.affine'), attributes: dense, traits },
            nodes: [
              {
                ...{ name: 'layers.1.layers.0', op: 'affine', inputs: value('layers.0.dropout') },
                ...{ outputs: value('layers.1.layers.0.affine'), attributes: {} },
                tensors: { weight: 'layers.1.layers.0.weight', bias: 'layers.1.layers.0.bias' },
              },
            ],
          },
          {
            ...{ name: 'layers.1', op: 'sum', attributes: {}, tensors: {}, outputs: value('layers.1.sum') },
            inputs: [...value('layers.1.layers.0.affine'), ...value('layers.0.dropout')],
          },
        ],
      },
      {
        ...{
          name: 'head',
          op: 'dense',
          inputs: value('layers.1.sum'),
          outputs: value('head.softmax'),
          traits,
        },
        attributes: { ...options, units: 3, activation: { type: 'softmax' }, bias: false },
        nodes: [
          {
            ...{ name: 'head', op: 'affine', inputs: value('layers.1.sum'), outputs: value('head.affine') },
            ...{ attributes: {}, tensors: { weight: 'head.weight' } },
          },
          {
            ...{ name: 'head', op: 'softmax', inputs: value('head.affine'), outputs: value('head.softmax') },
            ...{ attributes: {}, tensors: {} },
          },
        ],
      },
    ],
    loss: {
      ...{ name: 'loss', op: 'cross_entropy', attributes: { label_smoothing: 0.1 } },
      ...{ inputs: [...value('head.softmax'), ...value('t')], outputs: [{ id: 'loss', shape: ['rows'] }] },
    },
    tensors: {
      'layers.1.layers.0.weight': { kind: 'parameter', shape: [3, 3], trainable: true },
      'layers.1.layers.0.bias': { kind: 'parameter', shape: [3], trainable: true },
      'head.weight': { kind: 'parameter', shape: [3, 3], trainable: true },
    },
  });
});
