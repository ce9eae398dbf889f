import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseConfig } from '../../src/config/index.js';
import type { MlpError } from '../../src/errors.js';
import { createKernels } from '../../src/kernels/index.js';
import { Agreement } from '../../src/ranks/agreement.js';
import type { Ranks } from '../../src/ranks/ranks.js';
import { trainRun } from '../../src/run/train_run.js';
import type { Stop } from '../../src/training/hooks.js';
import { temporaryDirectory } from '../files/temporary_directory.js';
import { inRanks } from '../helpers/replayed_ranks.js';
import { sample } from '../helpers/runs.js';

/** Training with all that needs a whole batch, or draws numbers for it: batches of 512 rows, which are shared, and of 128, which are not. */
const everything = {
  data: { train: { generator: 'spiral', rows: 800 }, split: { type: 'random', validation: 0.2 } },
  layers: [
    { type: 'noise', sd: 0.1 },
    { type: 'dense', units: 6, activation: 'tanh' },
    { type: 'batch_norm' },
    { type: 'dropout', rate: 0.2 },
    { type: 'layer_norm' },
    { type: 'scale' },
  ],
  training: { epochs: 2, batch_size: 512, gradient_clip: { norm: 0.1 }, class_weight: { '1': 2 }, l2: 0.01 },
};
const configs: Readonly<Record<string, object>> = {
  'norms, masks, weights, penalties and clipping': everything,
  'members of an ensemble': {
    ...everything,
    layers: [
      { type: 'dense', units: 4, activation: 'tanh' },
      { type: 'dense', units: 4 },
    ],
    ensemble: { type: 'shared', members: 3 },
    training: { epochs: 2, batch_size: 300 },
  },
  'a method of full batches': {
    ...everything,
    layers: [{ type: 'dense', units: 5, activation: 'tanh' }],
    optimizer: 'lbfgs',
    training: { epochs: 2, batch_size: 'full' },
  },
  'restarts, one after the other': {
    ...everything,
    layers: [{ type: 'dense', units: 3, activation: 'tanh' }],
    training: { epochs: 1, batch_size: 'full', restarts: 2 },
  },
};

interface How {
  readonly resume?: boolean;
  readonly stop?: (rank: number) => Stop | null;
}

/** Trains into a directory, of ranks that are not the first into another, as on another machine. */
async function train(config: object, directory: string, ranks?: Ranks, { resume = false, stop }: How = {}) {
  const path = ranks && ranks.rank > 0 ? `${directory}.${ranks.rank}` : directory;
  const { metrics, result } = await trainRun(
    { ...parseConfig(config), name: 'test' },
    { directory: '.' },
    { mlp: '0', node: '0' },
    {
      ...{ directory: path, force: !resume, resume, threads: 2, now: () => 0 },
      kernelsFor: () => createKernels('js', { ranks }),
      agreement: ranks && new Agreement(ranks),
      callbacks: { stop: stop && (() => stop(ranks?.rank ?? 0)) },
    },
  );
  if (ranks && ranks.rank > 0) expect(existsSync(path)).toBe(false);
  return { metrics, result };
}

const model = (directory: string) =>
  createHash('sha256')
    .update(readFileSync(join(directory, 'model.safetensors')))
    .digest('hex');

/** Each config has one of the sizes in the short form. */
let turn = 0;
test.each(Object.entries(configs))('%s: any number of ranks has the same bits', async (_, config) => {
  const directory = join(temporaryDirectory(), 'run');
  const alone = await train(config, directory);
  const expected = model(directory);
  for (const size of sample([2, 3], 1, turn++)) {
    const results = await inRanks(size, (ranks) => train(config, directory, ranks));
    for (const result of results) expect(result).toEqual(alone);
    expect(model(directory)).toBe(expected);
  }
});

test('ranks stop together where one is told to, and others go on from there, in any number', async () => {
  const directory = join(temporaryDirectory(), 'run');
  const whole = join(temporaryDirectory(), 'run');
  await train(everything, whole);
  const stop = (rank: number): Stop | null => (rank === 1 ? 'interrupted' : null);
  const stopped = await inRanks(2, (ranks) => train(everything, directory, ranks, { stop }));
  for (const each of stopped) expect(each).toMatchObject({ result: { interrupted: true, history: [] } });
  expect(model(directory)).not.toBe(model(whole));
  // every replay goes on from the same checkpoint: the last exchange comes before it is replaced
  await inRanks(3, (ranks) => train(everything, directory, ranks, { resume: true }));
  expect(model(directory)).toBe(model(whole));
});

test('a rank with other data keeps all from starting', async () => {
  const directory = join(temporaryDirectory(), 'run');
  const other = { ...everything, data: { ...everything.data, train: { generator: 'spiral', rows: 401 } } };
  const results = await inRanks(2, (ranks) => train(ranks.rank === 1 ? other : everything, directory, ranks));
  for (const result of results)
    expect((result as MlpError).message).toMatch(/^rank 1 differs from rank 0: sha256 of data\.train is "/);
  expect(existsSync(join(directory, 'model.safetensors'))).toBe(false);
});

test('a divergence is named by the first layer that is not finite in the rows of any rank', async () => {
  const directory = join(temporaryDirectory(), 'run');
  const wild = {
    ...everything,
    layers: [
      { type: 'dense', units: 5 },
      { type: 'dense', units: 5 },
    ],
    optimizer: { type: 'sgd', learning_rate: 1e300 },
    training: { epochs: 3, batch_size: 512 },
  };
  const alone = await train(wild, directory);
  expect(alone.result.restarts[0].divergence).not.toBe(null);
  for (const result of await inRanks(3, (ranks) => train(wild, directory, ranks)))
    expect(result).toEqual(alone);
});
