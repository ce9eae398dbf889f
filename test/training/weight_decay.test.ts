import { describe, expect, test } from 'vitest';
import { optimizerSchema } from '../../src/config/optimizer.js';
import { trainingSchema } from '../../src/config/training.js';
import { backends, type Kernels } from '../../src/kernels/index.js';
import { createWasmKernels } from '../../src/kernels/wasm/index.js';
import { COEFFICIENTS, type Optimizer, optimizers } from '../../src/nn/optimizers/index.js';
import { normal, random } from '../../src/random.js';
import { Updater } from '../../src/training/optimizer/updater.js';
import type { OptimizerConfig } from '../../src/training/options.js';
import { exampleLayers } from '../nn/layers/example.js';
import { smallNetwork } from '../nn/small_network.js';

const STEPS = 3;
const decaying = Object.entries(optimizers).flatMap(([type, optimizer]) =>
  'weight_decay' in optimizer.options.shape ? [[type, optimizer as Optimizer] as const] : [],
);
const makers: Record<string, () => Kernels> = {
  js: () => backends.js,
  wasm: () => createWasmKernels({ threads: 1 })!,
};

/** A network of every type of layer. */
function everyLayer(kernels: Kernels) {
  const dense = { type: 'dense', units: 4, activation: 'tanh' };
  const layers = [dense, { ...dense, trainable: false }, ...Object.values(exampleLayers), dense];
  return smallNetwork({ layers, kernels, inputs: 4 });
}

/** The parameters of such a network after some steps by the same gradients. */
function after(type: string, options: object, kernels: Kernels) {
  const network = everyLayer(kernels);
  const config = optimizerSchema.parse({ type, learning_rate: 0.1, ...options }) as OptimizerConfig;
  const coefficients = kernels.allocate(COEFFICIENTS);
  const updater = new Updater(network, config, trainingSchema.parse({}), coefficients);
  const rng = random(7, 'data');
  for (let t = 1; t <= STEPS; t++) {
    for (let i = 0; i < network.g.length; i++) network.g[i] = normal(rng);
    updater.prepare(t, 0.1, coefficients);
    updater.update();
  }
  return network.parameters;
}

test('weights are matrices that inputs are multiplied by: no bias, no scale, nothing of a norm', () => {
  for (const { name, shape, isWeight } of everyLayer(backends.js).parameters)
    expect(isWeight, name).toBe(shape.length === 2);
});

describe.each(decaying)('%s', (type, optimizer) => {
  test.each(Object.entries(makers))(
    '%s: decay_on weights decays matrices of weights and nothing else',
    (_, make) => {
      const [all, none, weights] = [
        { weight_decay: 0.3 },
        { weight_decay: 0 },
        { weight_decay: 0.3, decay_on: 'weights' },
      ].map((options) => after(type, options, make()));
      for (const [i, { name, view, isWeight }] of weights.entries())
        expect(view, name).toEqual((isWeight ? all : none)[i].view);
      // decay does something: the two that are compared with differ
      expect(all[0].view).not.toEqual(none[0].view);
      expect(all[1].view).not.toEqual(none[1].view);
    },
  );

  test('weight decay has no part in the coefficients of a step', () => {
    const of = (weight_decay: number) => {
      const options = optimizer.options.parse({ weight_decay });
      const state = Object.fromEntries(optimizer.state(options).map((name) => [name, new Float64Array(2)]));
      const coefficients = new Float64Array(COEFFICIENTS);
      for (let t = 1; t <= STEPS; t++) optimizer.coefficients(t, 0.1, state, options, coefficients);
      return coefficients;
    };
    expect(of(0.5)).toEqual(of(0));
  });
});

test('decay_on is all beside every weight_decay where nothing is said; without one it may be there, and is not', () => {
  for (const type of Object.keys(optimizers)) {
    const options = optimizerSchema.parse({ type }) as OptimizerConfig;
    expect(options.decay_on, type).toBe('weight_decay' in options ? 'all' : undefined);
  }
  expect(optimizerSchema.safeParse({ type: 'lbfgs', decay_on: 'weights' }).success).toBe(true);
  expect(optimizerSchema.safeParse({ type: 'lbfgs', decay_on: 'biases' }).success).toBe(false);
});
