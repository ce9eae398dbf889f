import { describe, expect, it } from 'vitest';
import { traitsOf } from '../../../src/nn/graph/builder.js';
import type { GraphNode } from '../../../src/nn/graph/graph.js';
import { type LayerType, layerTypes } from '../../../src/nn/layers/index.js';
import { random } from '../../../src/random.js';
import { evaluationPass } from '../../../src/training/passes.js';
import { bits } from '../laws/numeric.js';
import { smallNetwork } from '../small_network.js';
import { exampleLayers } from './example.js';

// What a kind of layer says that it is like, seen in what it does.

const ROWS = 7;
const WIDTH = 4;

describe.each(Object.entries<LayerType>(layerTypes))('%s', (type, layerType) => {
  const network = smallNetwork({
    layers: [exampleLayers[type as keyof typeof exampleLayers]],
    rows: ROWS,
    inputs: WIDTH,
  });
  const [layer] = network.graph.layers;
  const { stochastic, rowIndependent, identityAtInference } = traitsOf(layerType);
  const output = (rows: number, pass = { training: true, frozen: false, random: random(0, 'masks') }) => {
    network.forward(rows, pass);
    return network.outputOf(layer).slice(0, rows * layer.output.columns);
  };

  it('draws at random in training, or not', () => {
    const pass = { training: true, frozen: false, random: random(0, 'masks') };
    const passes = Array.from({ length: 2 }, () => bits(output(ROWS, pass)));
    expect(new Set(passes).size).toBe(stochastic ? 2 : 1);
  });

  it('has a row depend on others in training, or not', () => {
    const first = output(ROWS).slice(0, layer.output.columns);
    expect(bits(output(1)) === bits(first)).toBe(rowIndependent);
  });

  it('is nothing in evaluation, or something', () => {
    const y = output(ROWS, evaluationPass);
    expect(bits(y) === bits(network.x)).toBe(identityAtInference);
  });
});

it('a layer has the traits of the layers in it', () => {
  const traits = (inner: object) => {
    const [block] = smallNetwork({ layers: [{ type: 'residual', layers: [inner] }] }).graph.layers;
    expect((block.children[0] as GraphNode & { type: string }).type).toBe((inner as { type: string }).type);
    return block.traits;
  };
  const plain = { stochastic: false, rowIndependent: true, identityAtInference: false };
  expect(traits({ type: 'layer_norm' })).toEqual(plain);
  expect(traits({ type: 'dropout', rate: 0.5 })).toEqual({ ...plain, stochastic: true });
  expect(traits({ type: 'batch_norm' })).toEqual({ ...plain, rowIndependent: false });
});
