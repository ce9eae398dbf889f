import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { jsKernels } from '../../src/kernels/js/index.js';
import { loadConfig } from '../../src/run/load_config.js';
import { trainRun } from '../../src/run/train_run.js';
import { claimedBytes } from '../../src/training/memory.js';
import { iris, project } from '../cli/project.js';

// A backend is chosen by the bytes that training says it will claim: those that it then does.

const layers = [
  { type: 'dense', units: 6, activation: 'relu' },
  { type: 'residual', layers: [{ type: 'dense', units: 6, activation: 'tanh' }, { type: 'batch_norm' }] },
  { type: 'dense', units: 5, trainable: false },
];

test.each([
  ['sgd', {}],
  ['sgd', { restarts: 3 }],
  ['adam', { batch_size: 7 }],
  ['rmsprop', { batch_size: 'full' }],
  ['lbfgs', { batch_size: 'full' }],
])('training by %s %j claims the bytes that it says', async (type, training) => {
  const config = iris({ layers, optimizer: { type }, training: { epochs: 2, ...training } });
  const { directory } = project({ 'iris.json': config });
  const file = join(directory, 'iris.json');
  let claimed = 0;
  const counting = {
    ...jsKernels,
    allocate(length: number) {
      claimed += 8 * length;
      return jsKernels.allocate(length);
    },
  };
  const {
    network,
    config: resolved,
    dataset,
  } = await trainRun(
    loadConfig(file, { set: [], overrides: [] }),
    { directory: dirname(file) },
    { mlp: '', node: '' },
    {
      directory: join(directory, 'run'),
      force: false,
      resume: false,
      now: () => 0,
      kernelsFor: () => counting,
    },
  );
  expect(claimed).toBe(claimedBytes(network, resolved, dataset.train.rows));
});
