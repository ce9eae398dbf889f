import { expect, test } from 'vitest';
import { layerBlocks } from '../../src/report/evidence/layer_blocks.js';

const blocks = (types: string) =>
  layerBlocks(
    types
      .split(' ')
      .filter(Boolean)
      .map((type) => ({ type })),
  );

test('a block ends before the next affine map; dropout and noise are none', () => {
  expect(blocks('')).toEqual([]);
  expect(blocks('dense dense')).toEqual([0, 1]);
  expect(blocks('dense batch_norm activation dense dropout')).toEqual([2, 3]);
  expect(blocks('noise dense dropout activation residual layer_norm')).toEqual([3, 5]);
});
