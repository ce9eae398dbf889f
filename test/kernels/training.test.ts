import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  backends,
  buildNetwork,
  datasetFromArrays,
  encodeModel,
  type Kernels,
  type Prepared,
  parseConfig,
  prepareDataset,
  type TrainResult,
  train,
} from '../../src/index.js';
import { goldenNetworks, prepareGolden } from '../helpers/golden_networks.js';
import { portableBackends } from '../helpers/portable_backends.js';
import { sample } from '../helpers/runs.js';

// Whole trainings: what one backend makes of a config is to the last bit what every other makes of it.

async function modelOf({ config, dataset, inputs, outputs }: Prepared, kernels: Kernels) {
  const rows = Math.min(dataset.train.rows, config.training.batch_size as number);
  const network = buildNetwork(config, inputs, outputs, kernels).allocate(rows);
  const result = await train(network, config, dataset);
  const model = encodeModel(network, config, dataset.preprocessing, summaryOf(result, network.outputs));
  return { history: result.history, sha256: createHash('sha256').update(model).digest('hex') };
}

const summaryOf = ({ winner }: TrainResult, outputs: number) => ({
  ...{ seed: 0, outputs, epochs: winner.epochs, best_epoch: winner.best_epoch },
  ...{ stop_reason: winner.stop_reason, rows: { train: 1 }, sha256: {} },
  monitor: { metric: 'loss' as const, split: 'train' as const, value: winner.value },
});

const named = (what: string, makers: Readonly<Record<string, () => Kernels>>) =>
  Object.fromEntries(Object.entries(makers).map(([name, make]) => [`${name} with ${what}`, make]));

const others: Readonly<Record<string, () => Kernels>> = {
  ...named('1 thread', portableBackends({ threads: 1 })),
  ...named('2 threads', portableBackends({ threads: 2, grain: 0 })),
  ...named('3 threads', portableBackends({ threads: 3, grain: 0 })),
};

/** Data of a network whose batches are added up in halves: see Affine. */
function wide(): Prepared {
  const wave = (length: number) => Float64Array.from({ length }, (_, i) => Math.sin(i * i));
  const target = { kind: 'numbers', columns: 3 } as const;
  const dataset = datasetFromArrays({ train: { x: wave(16 * 200), t: wave(3 * 200) }, inputs: 16, target });
  const dense = { type: 'dense', units: 32, activation: 'tanh' };
  const layers = [dense, { type: 'batch_norm' }, { type: 'residual', layers: [dense] }];
  const training = { epochs: 3, batch_size: 72, l2: 0.01 };
  return prepareDataset(
    { ...parseConfig({ data: { train: '-' }, layers, training }), name: 'wide' },
    dataset,
  );
}

/** Each backend has the next networks in the short form. */
let turn = 0;

describe.each(Object.entries(others))('%s makes the model that js makes', (_, create) => {
  it('of large batches', async () => {
    const prepared = wide();
    expect(await modelOf(prepared, create())).toEqual(await modelOf(prepared, backends.js));
  });

  it.each(sample(goldenNetworks, 20, turn++))('$name', async (golden) => {
    const prepared = prepareGolden(golden);
    expect(await modelOf(prepared, create())).toEqual(await modelOf(prepared, backends.js));
  });
});
