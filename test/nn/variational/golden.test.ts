import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { layerSchema } from '../../../src/config/layers.js';
import { backends, numbersOf } from '../../../src/kernels/index.js';
import { type Field, outputsOf } from '../../../src/nn/likelihood/index.js';
import { Network } from '../../../src/nn/network.js';
import { random } from '../../../src/random.js';
import { expectClose } from '../laws/numeric.js';

interface Golden {
  readonly rows: number;
  readonly inputs: number;
  readonly hidden: number;
  readonly latent: number;
  readonly beta: number;
  readonly fields: readonly Field[];
  readonly x: readonly number[];
  readonly t: readonly number[];
  readonly scale: readonly number[];
  readonly noise: readonly number[];
  readonly weights: Readonly<Record<string, readonly number[]>>;
  readonly reconstruction: readonly number[];
  readonly kl: readonly number[];
  readonly losses: readonly number[];
  readonly gradients: Readonly<Record<string, readonly number[]>>;
  readonly dx: readonly number[];
}

const path = new URL('../../golden/variational.json', import.meta.url);
const golden: Golden = JSON.parse(readFileSync(path, 'utf8'));
const { rows, latent, beta } = golden;

const dense = layerSchema.parse({ type: 'dense', units: golden.hidden, activation: 'tanh' });
const affine = {
  bias: true,
  initializer: { type: 'zeros' },
  bias_initializer: { type: 'zeros' },
  trainable: true,
};
const config = {
  layers: [dense],
  head: { ...affine, activation: { type: 'identity' } },
  penalties: { l1: 0, l2: 0 },
  variational: { latent, beta, decoder: [dense] },
} as ConstructorParameters<typeof Network>[0];

describe.each(['js', 'wasm'] as const)('a variational autoencoder on %s, against PyTorch', (backend) => {
  const network = new Network(config, golden.inputs, outputsOf(golden.fields), backends[backend], {
    inputGradient: true,
  }).allocate(rows);
  const pass = { training: true, frozen: true, random: random(0, 'masks') };
  for (const { name, view } of network.tensors) view.set(golden.weights[name]);
  network.x.set(golden.x);
  network.t.set(golden.t);
  const { operation } = network.latent!;
  numbersOf(operation.noise.vector).set(golden.noise);

  test('has the same divergences, likelihoods and losses', () => {
    network.forward(rows, pass);
    network.head.losses(rows);
    expectClose(network.rowLosses, golden.reconstruction, 1e-12, 0);
    expectClose(numbersOf(operation.divergence.vector), golden.kl, 1e-12, 0);
    expectClose(network.losses(rows), golden.losses, 1e-12, 0);
  });

  test('has the same gradients', () => {
    network.forward(rows, pass);
    network.backward(Float64Array.from(golden.scale), rows, pass);
    for (const { name, gradient } of network.parameters)
      expectClose(gradient.view, golden.gradients[name], 1e-12, 1e-15);
    expectClose(network.dx!, golden.dx, 1e-12, 1e-15);
  });

  test('has no divergence in the gradient of an output', () => {
    network.forward(rows, { ...pass, training: false, frozen: false });
    const before = network.y.slice(0, 8);
    const dy = new Float64Array(rows * 8);
    dy[0] = 1;
    network.pullBack(dy, rows, pass);
    const slope = network.dx![0];
    network.x[0] += 1e-6;
    network.forward(rows, { ...pass, training: false, frozen: false });
    expect((network.y[0] - before[0]) / 1e-6).toBeCloseTo(slope, 5);
    network.x.set(golden.x);
    numbersOf(operation.noise.vector).set(golden.noise);
  });
});
