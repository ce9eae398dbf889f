import { describe, expect, test } from 'vitest';
import type { EncodedInput } from '../../src/nn/encoders/index.js';
import { batchPart } from '../../src/nn/graph/shards.js';
import type { Network } from '../../src/nn/network.js';
import { normal, random } from '../../src/random.js';
import type { Ranks } from '../../src/ranks/ranks.js';
import { inRanks } from '../helpers/replayed_ranks.js';
import { exampleLayers } from '../nn/layers/example.js';
import { smallNetwork } from '../nn/small_network.js';

// What a layer adds up over the rows of a batch it adds up by RowSums: another sum would be that of a rank's own rows.

const ROWS = 531; // four shards, the last of them longer
const INPUTS = 4;
const head = { activation: 'softmax' };
const ensemble = { members: 3, scaling: 'signs' } as const;

const encoded: readonly EncodedInput[] = [
  { type: 'piecewise_linear', column: 'a', input: 1, width: 3, edges: [-1, 0, 0.5, 1] },
  { type: 'embedding', column: 'b', input: 2, width: 2, levels: 5, hasUnseen: false },
];

const networks: Readonly<Record<string, () => Network>> = {
  'a layer that is kept as it starts': () =>
    smallNetwork({
      layers: [{ type: 'dense', units: 4, trainable: false }],
      head,
      rows: ROWS,
      inputs: INPUTS,
    }),
  'encoders of columns': () => smallNetwork({ encoded, head, rows: ROWS, inputs: INPUTS }),
  ...Object.fromEntries(
    Object.entries(exampleLayers).flatMap(([type, layer]) => {
      const layers = [{ type: 'dense', units: 4 }, layer];
      return [
        [type, () => smallNetwork({ layers, head, rows: ROWS, inputs: INPUTS })],
        [
          `an ensemble of ${type}`,
          () => smallNetwork({ layers, head, ensemble, rows: ROWS, inputs: INPUTS }),
        ],
      ];
    }),
  ),
};

/** The gradient of a batch, and the running statistics after it. */
function gradient(network: Network, ranks?: Ranks): string {
  network.initialize(random(1, 'weights'));
  const part = batchPart(ROWS, ranks);
  const { from = 0, count = ROWS } = part ?? {};
  for (let i = 0; i < count; i++) {
    const rng = random(from + i, 'check');
    for (let j = 0; j < INPUTS; j++) network.x[i * INPUTS + j] = normal(rng);
    network.x[i * INPUTS + 2] = (from + i) % 5;
    for (let j = 0; j < network.outputs; j++)
      network.t[i * network.outputs + j] = j === (from + i) % network.outputs ? 1 : 0;
  }
  const pass = { training: true, frozen: false, random: random(2, 'masks'), part };
  network.forward(count, pass);
  network.scale.fill(1 / ROWS, 0, count);
  network.backward(network.scale, count, pass);
  return JSON.stringify([[...network.g], network.layout.statistics.map(({ view }) => [...view])]);
}

describe.each(Object.entries(networks))('%s: the gradient of a batch', (_, network) => {
  test('has the same bits by any number of ranks', async () => {
    const alone = gradient(network());
    expect(alone).not.toContain('null');
    for (const size of [2, 3]) {
      const made = Array.from({ length: size }, network);
      const results = await inRanks(size, (ranks) => gradient(made[ranks.rank], ranks));
      for (const result of results) expect(result).toBe(alone);
    }
  });
});
