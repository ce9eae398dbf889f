import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Activation, activations } from '../../../src/nn/activations/index.js';
import type { Network } from '../../../src/nn/network.js';
import { normal, random } from '../../../src/random.js';
import { evaluationPass } from '../../../src/training/passes.js';
import { bits } from '../laws/numeric.js';
import { smallNetwork } from '../small_network.js';
import { exampleLayers } from './example.js';

/** One of each kind after a dense layer, and every activation. */
const kinds: Readonly<Record<string, readonly object[]>> = {
  ...Object.fromEntries(
    Object.entries(exampleLayers).map(([type, layer]) => [type, [{ type: 'dense', units: 4 }, layer]]),
  ),
  'the inputs themselves': [{ type: 'residual', layers: [{ type: 'dense', units: 4 }] }],
  'every activation': Object.entries<Activation>(activations)
    .filter(([, { rowwise }]) => !rowwise)
    .map(([activation]) => ({ type: 'activation', activation })),
};

const INPUTS = 4;
const ROWS = 23; // tiles of 4 rows, and a rest
const x = Float64Array.from({ length: ROWS * INPUTS }, (_, i) => normal(random(i, 'check')));

/** The outputs of these rows, with the losses of targets that are their inputs; as one batch. */
function outputs(network: Network, rows: readonly number[]): string[] {
  rows.forEach((row, i) => {
    const values = x.subarray(row * INPUTS, (row + 1) * INPUTS);
    network.x.set(values, i * INPUTS);
    network.t.set(values.subarray(0, network.outputs), i * network.outputs);
  });
  const y = network.forward(rows.length, evaluationPass);
  const losses = network.losses(rows.length);
  return rows.map(
    (_, i) => bits(y.slice(i * network.outputs, (i + 1) * network.outputs)) + bits(losses.slice(i, i + 1)),
  );
}

const each = Object.entries(kinds).flatMap(([kind, layers]) => [
  { kind, layers, ensemble: undefined },
  { kind: `an ensemble of ${kind}`, layers, ensemble: { members: 3, scaling: 'signs' } as const },
]);

describe.each(each)('$kind, in evaluation', ({ layers, ensemble }) => {
  it('gives a row the same bits alone, in any batch, and in any order', () => {
    for (const head of [{ activation: 'softmax' }, { activation: 'tanh' }]) {
      const network = smallNetwork({ layers, head, ensemble, rows: ROWS, inputs: INPUTS });
      for (const { view } of network.layout.statistics)
        view.set(view.map((value, i) => value + 0.1 * (i + 1)));
      const alone = Array.from({ length: ROWS }, (_, row) => outputs(network, [row])[0]);
      expect(new Set(alone).size).toBe(ROWS);
      fc.assert(
        fc.property(fc.array(fc.nat(ROWS - 1), { minLength: 1, maxLength: ROWS }), (rows) => {
          expect(outputs(network, rows)).toEqual(rows.map((row) => alone[row]));
        }),
        { numRuns: 30 },
      );
    }
  });

  it('gives the same bits with memory for more rows', () => {
    const [small, large] = [ROWS, 3 * ROWS].map((rows) =>
      smallNetwork({ layers, ensemble, rows, inputs: INPUTS }),
    );
    large.restore(small.snapshot());
    const rows = Array.from({ length: ROWS }, (_, row) => row);
    expect(outputs(large, rows)).toEqual(outputs(small, rows));
  });
});
