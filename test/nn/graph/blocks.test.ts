import { expect, test } from 'vitest';
import { layerBlocks } from '../../../src/nn/graph/blocks.js';
import { exampleLayers } from '../layers/example.js';
import { smallNetwork } from '../small_network.js';

const blocks = (types: string) => {
  const layers = types
    .split(' ')
    .filter(Boolean)
    .map((type) => exampleLayers[type as keyof typeof exampleLayers]);
  return layerBlocks(smallNetwork({ layers, inputs: 4 }).graph);
};

test('a block ends before the next affine map; dropout and noise are none', () => {
  expect(blocks('')).toEqual([]);
  expect(blocks('dense dense')).toEqual([0, 1]);
  expect(blocks('dense batch_norm activation dense dropout')).toEqual([2, 3]);
  expect(blocks('noise dense dropout activation residual layer_norm')).toEqual([3, 5]);
});
