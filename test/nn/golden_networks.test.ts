import { describe, expect, it } from 'vitest';
import {
  buildNetwork,
  checkGradients,
  evaluationPass,
  type Network,
  random,
  train,
} from '../../src/index.js';
import {
  type GoldenNetwork,
  goldenNetworks,
  goldenTensors,
  prepareGolden,
  trainingTolerance,
} from '../helpers/golden_networks.js';
import { runs } from '../helpers/runs.js';
import { expectClose } from './laws/numeric.js';

/** Gives a network the weights that PyTorch's had at first; its running statistics have them by themselves. */
const start = (golden: GoldenNetwork) => (network: Network) => {
  for (const { name, values } of goldenTensors(golden, golden.init)) tensorOf(network, name).view.set(values);
};

const tensorOf = (network: Network, name: string) => network.tensors.find((tensor) => tensor.name === name)!;
const namesOf = (tensors: readonly { name: string }[]) => tensors.map(({ name }) => name).sort();

/**
 * The elements of a gradient are sums of terms that may cancel, so that rounding is a part of the terms and not of what
 * is left of them: 1e-12 of the tensor's largest element. The bias before a batch norm has the gradient 0, all terms
 * cancel; what is left is a few roundings of terms under 0.1 (1e-17 each), for which there is 1e-15.
 */
const expectGradient = (actual: ArrayLike<number>, expected: readonly number[]) =>
  expectClose(actual, expected, 0, Math.max(1e-15, 1e-12 * Math.max(...expected.map(Math.abs))));

describe.each(goldenNetworks)('$name, against PyTorch', (golden) => {
  it('loss and every gradient at the initial weights', () => {
    const { config, dataset, inputs, outputs } = prepareGolden(golden);
    const { x, t, rows } = dataset.train;
    const network = buildNetwork(config, inputs, outputs, undefined, { inputGradient: true }).allocate(rows);
    network.initialize(random(0, 'weights'));
    start(golden)(network);
    network.x.set(x);
    if (dataset.task === 'classification' && t.length < network.t.length)
      for (let i = 0; i < rows; i++) network.t[i * network.outputs + t[i]] = 1;
    else network.t.set(t);
    const pass = { training: true, frozen: false, random: random(0, 'masks') };
    network.forward(rows, pass);
    const loss = network.losses(rows).reduce((sum, rowLoss) => sum + rowLoss, 0) / rows;
    expectClose([loss], [golden.loss_at_init], 1e-12, 0);

    network.backward(new Float64Array(rows).fill(1 / rows), rows, pass);
    const gradients = goldenTensors(golden, golden.grads_at_init);
    expect(namesOf(gradients)).toEqual(namesOf(network.parameters));
    for (const { name, shape, values } of gradients) {
      const parameter = network.parameters.find((candidate) => candidate.name === name)!;
      expect(parameter.shape).toEqual(shape);
      expectGradient(parameter.gradient.view, values);
    }
    expectGradient(network.dx!, golden.dX_at_init.flat());
  });

  it('numeric gradients at the initial weights', () => {
    const prepared = prepareGolden(golden);
    const options = { method: 'central', epsilon: 1e-6, atol: 1e-8, rtol: 1e-6 } as const;
    const rows = runs(4, golden.X.length);
    expect(checkGradients(prepared, rows, options, () => 0, start(golden))).toMatchObject({
      passed: true,
      rows,
    });
  });

  it('the losses of all epochs, the final weights, and the outputs in evaluation mode', async () => {
    const { config, dataset, inputs, outputs } = prepareGolden(golden);
    const { rows, x } = dataset.train;
    const network = buildNetwork(config, inputs, outputs).allocate(rows);
    const { history } = await train(network, config, dataset, { initialize: start(golden) });
    const tolerance = trainingTolerance(golden);
    const losses = history.map((record) => record.train.loss);
    expectClose(losses, golden.train_loss_by_epoch, tolerance, tolerance);
    const final = goldenTensors(golden, golden.final);
    expect(namesOf(final)).toEqual(namesOf(network.tensors));
    for (const { name, values } of final)
      expectClose(tensorOf(network, name).view, values, tolerance, tolerance);

    // the modules of PyTorch end before the activation that its losses contain
    const head = { ...config.head, activation: { type: 'identity' }, loss: { type: 'mse' } } as const;
    const affine = buildNetwork({ ...config, head }, inputs, outputs).allocate(rows);
    affine.restore(network.snapshot());
    affine.x.set(x);
    const y = affine.forward(rows, evaluationPass);
    expectClose(y, golden.final_output_eval.flat(), tolerance, tolerance);
  });
});
