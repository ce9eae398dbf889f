import { join } from 'node:path';
import { expect, test } from 'vitest';
import { backends, buildNetwork, type Kernels, parseConfig, prepare, train } from '../../../src/index.js';
import type { TrainState } from '../../../src/jobs/restarts/state.js';
import { createKernels } from '../../../src/kernels/index.js';
import { checkGradients } from '../../../src/training/checking/check_gradients.js';
import { repository } from '../../helpers/cli.js';
import { sample } from '../../helpers/runs.js';
import { expectSameBits } from '../support.js';

/** Config of a variational autoencoder of penguins, with columns of all kinds, in the warm-up for two epochs. */
const penguins = (training: object = {}) => ({
  ...parseConfig({
    task: 'generation',
    data: {
      train: join(repository, 'datasets/penguins.csv'),
      missing: 'mean',
      missing_indicator: true,
      columns: { island: { encode: 'embedding' } },
      split: { type: 'random', validation: 0.2 },
    },
    layers: [{ type: 'dense', units: 7, activation: 'tanh' }, { type: 'layer_norm' }],
    training: {
      epochs: 4,
      batch_size: 64,
      objective: { type: 'vae', latent: 2, beta: 0.8, warmup_epochs: 2 },
      ...training,
    },
  }),
  name: 'penguins',
});

async function trained(kernels: Kernels, training: object = {}, options: object = {}) {
  const { config, dataset, inputs, outputs } = await prepare(penguins(training), { directory: repository });
  const network = buildNetwork(config, inputs, outputs, kernels).allocate(128);
  const result = await train(network, config, dataset, options);
  return { result, weights: network.snapshot() };
}

test.each(['js', 'wasm'] as const)('the gradient is that of central differences, on %s', async (backend) => {
  const all = await prepare(penguins({ l2: 0.1 }), { directory: repository });
  const options = { epsilon: 1e-6, atol: 1e-7, rtol: 1e-5, method: 'central' } as const;
  let time = 0;
  const result = checkGradients(all, 16, options, () => time++, undefined, backends[backend]);
  expect(result.passed).toBe(true);
  expect(result.tensors.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['latent.mean.weight', 'latent.log_variance.bias', 'decoder.0.weight', 'x']),
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
    const first = await trained(backends.wasm, {}, { callbacks });
    expect(first.result.interrupted).toBe(true);
    const rest = await trained(backends.wasm, {}, { resume: structuredClone(state) });
    expectSameBits(rest.weights, whole.weights);
    expect(rest.result).toEqual(whole.result);
  }
});

test('the weight of the divergence grows over the warm-up', async () => {
  const { result } = await trained(backends.js, {
    objective: { type: 'vae', latent: 2, warmup_epochs: 1000 },
  });
  const { result: without } = await trained(backends.js, {
    objective: { type: 'vae', latent: 2, warmup_epochs: 0 },
  });
  // in the first epoch of a warm-up the divergence weighs nothing, and what is validated has all of it
  expect(result.history[0].train.loss).toBeLessThan(without.history[0].train.loss);
  expect(result.history[3].validation!.loss).toBeCloseTo(-result.history[3].validation!.elbo!, 9);
});
