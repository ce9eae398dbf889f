import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { configSchema } from '../../../src/config/index.js';
import { backends } from '../../../src/kernels/index.js';
import { affineMap, affineRuns } from '../../../src/nn/graph/affine_runs.js';
import { Network } from '../../../src/nn/network.js';
import { random } from '../../../src/random.js';
import { evaluationPass } from '../../../src/training/passes.js';

const dense = (units: number, more: object = {}) => ({ type: 'dense', units, ...more });
const layersOf = (layers: object[]) => configSchema.parse({ data: { train: 'a.csv' }, layers }).layers;

describe('runs of dense layers without an activation between them', () => {
  test.each([
    ['one after another, and the head', [dense(4), dense(4)], [['layers.0', 'layers.1', 'head']]],
    [
      'the last may have an activation',
      [dense(4), dense(4, { activation: 'relu' })],
      [['layers.0', 'layers.1']],
    ],
    [
      'two runs',
      [dense(3), dense(3, { activation: 'tanh' }), dense(3)],
      [
        ['layers.0', 'layers.1'],
        ['layers.2', 'head'],
      ],
    ],
    [
      'within a block',
      [{ type: 'residual', layers: [dense(2), dense(2)] }],
      [['layers.0.layers.0', 'layers.0.layers.1']],
    ],
    ['none', [dense(4, { activation: 'relu' })], []],
    ['an activation of its own lies between', [dense(4), { type: 'activation', activation: 'relu' }], []],
    ['so does dropout', [dense(4), { type: 'dropout', rate: 0.5 }], []],
    ['the head alone is no run', [], []],
  ])('%s', (_, layers, runs) => {
    expect(affineRuns(build(layers, 2, 1).graph)).toEqual(runs);
  });
});

function build(layers: object[], inputs: number, outputs: number): Network {
  const { head } = configSchema.parse({
    data: { train: 'a.csv' },
    head: { activation: 'identity', loss: 'mse', bias: outputs !== 1 },
  });
  const config = { layers: layersOf(layers), head, penalties: { l1: 0, l2: 0 } };
  return new Network(config as Network['config'], inputs, outputs, backends.js).allocate(1);
}

test('the map, worked by hand', () => {
  const first = {
    initial: {
      weight: [
        [1, 2],
        [0, 1],
      ],
      bias: [1, -1],
    },
  };
  const second = { initial: { weight: [[3, -1]], bias: [5] } };
  const network = build([dense(2, first), dense(1, second)], 2, 1);
  network.initialize(random(0, 'weights'));
  // W = (3, −1) [[1, 2], [0, 1]] = (3, 5); b = 3·1 − 1·(−1) + 5 = 9
  const layers = ['layers.0', 'layers.1'];
  expect(affineMap(network, layers)).toEqual({ layers, weight: [[3, 5]], bias: [9] });
});

test('the map gives what the layers give', () => {
  const width = fc.integer({ min: 1, max: 6 });
  fc.assert(
    fc.property(
      fc.array(width, { maxLength: 4 }),
      width,
      width,
      fc.integer({ min: 0, max: 1000 }),
      (widths, inputs, outputs, seed) => {
        const network = build(
          widths.map((units) => dense(units, { initializer: 'normal' })),
          inputs,
          outputs,
        );
        network.initialize(random(seed, 'weights'));
        const x = Array.from({ length: inputs }, (_, j) => j - 1.5);
        network.x.set(x);
        const y = [...network.forward(1, evaluationPass)];
        const { weight, bias } = affineMap(network, [...widths.map((_, i) => `layers.${i}`), 'head']);
        const expected = weight.map((row, i) => row.reduce((sum, w, j) => sum + w * x[j], bias[i]));
        // The same products in another order; sums of up to 6⁵ terms of size 1 and their rounding.
        for (const [i, value] of y.entries())
          expect(Math.abs(value - expected[i])).toBeLessThan(1e-10 * (1 + Math.abs(value)));
      },
    ),
  );
});
