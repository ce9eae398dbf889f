import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { backends, buildNetwork, type Kernels, parseConfig, prepare, train } from '../../../src/index.js';
import type { TrainState } from '../../../src/jobs/restarts/state.js';
import { createKernels } from '../../../src/kernels/index.js';
import { adversarialLossNames } from '../../../src/nn/adversarial/index.js';
import { checkGradients } from '../../../src/training/checking/check_gradients.js';
import { repository } from '../../helpers/cli.js';
import { sample } from '../../helpers/runs.js';
import { expectSameBits } from '../support.js';

/** Config of a GAN of penguins, with columns of all kinds, and of values that are missing. */
const penguins = (objective: object = {}, training: object = {}) => ({
  ...parseConfig({
    task: 'generation',
    data: {
      train: join(repository, 'datasets/penguins.csv'),
      missing: 'mean',
      split: { type: 'random', validation: 0.2 },
    },
    layers: [{ type: 'dense', units: 12, activation: 'tanh' }, { type: 'batch_norm' }],
    optimizer: { type: 'adam', beta1: 0.5 },
    training: {
      epochs: 4,
      batch_size: 64,
      objective: {
        type: 'gan',
        latent: 3,
        discriminator: [
          { type: 'noise', sd: 0.1 },
          { type: 'dense', units: 9, activation: 'tanh' },
          { type: 'dropout', rate: 0.2 },
        ],
        optimizer: { type: 'sgd', momentum: 0.5, learning_rate: 0.05, schedule: 'cosine' },
        ...objective,
      },
      ...training,
    },
  }),
  name: 'penguins',
});

async function trained(kernels: Kernels, options: object = {}) {
  const { config, dataset, inputs, outputs } = await prepare(penguins(), { directory: repository });
  const network = buildNetwork(config, inputs, outputs, kernels).allocate(128);
  const result = await train(network, config, dataset, options);
  return { result, weights: network.snapshot() };
}

describe.each(adversarialLossNames)('the gradient of %s', (loss) => {
  test.each(['js', 'wasm'] as const)(
    'is that of central differences, of both networks, on %s',
    async (backend) => {
      const config = penguins({ loss, label_smoothing: 0.1 }, { l2: 0.1 });
      const all = await prepare(config, { directory: repository });
      const options = { epsilon: 1e-6, atol: 1e-7, rtol: 1e-5, method: 'central' } as const;
      let time = 0;
      const result = checkGradients(all, 16, options, () => time++, undefined, backends[backend]);
      expect(result.passed).toBe(true);
      expect(result.tensors.map(({ name }) => name)).toEqual([
        'discriminator.layers.1.weight',
        'discriminator.layers.1.bias',
        'discriminator.head.weight',
        'discriminator.head.bias',
        'discriminator.x',
        'layers.0.weight',
        'layers.0.bias',
        'layers.1.weight',
        'layers.1.bias',
        'head.weight',
        'head.bias',
        'x',
      ]);
      // that the gradient passes from one network into the other
      const first = result.tensors.find(({ name }) => name === 'layers.0.weight');
      expect(Math.abs(first!.worst!.numeric)).toBeGreaterThan(1e-6);
    },
  );
});

test('backends and threads have the same bits', async () => {
  const { weights } = await trained(backends.js);
  for (const threads of [1, 2])
    expectSameBits((await trained(createKernels('wasm', { threads }))).weights, weights);
});

test('training that is interrupted, after any step, ends in the same bits', async () => {
  const whole = await trained(backends.wasm);
  // 275 training rows: 5 steps an epoch
  for (const after of sample(
    Array.from({ length: 19 }, (_, i) => i + 1),
    4,
    1,
  )) {
    let steps = 0;
    let state: TrainState | undefined;
    const callbacks = {
      stepsAtOnce: 1,
      onSteps: () => void steps++,
      stop: () => (steps >= after ? ('interrupted' as const) : null),
      onCheckpoint: (latest: TrainState) => {
        state = latest;
      },
    };
    const first = await trained(backends.wasm, { callbacks });
    expect(first.result.interrupted).toBe(true);
    const rest = await trained(backends.wasm, { resume: structuredClone(state) });
    expectSameBits(rest.weights, whole.weights);
    expect(rest.result).toEqual(whole.result);
  }
});

test('the last weights are kept', async () => {
  const { result } = await trained(backends.js);
  expect(result.winner).toMatchObject({ best_epoch: 4, epochs: 4, stop_reason: 'epochs' });
});
