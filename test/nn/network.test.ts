import { describe, expect, it } from 'vitest';
import { jsKernels } from '../../src/kernels/js/index.js';
import type { Activation, ActivationName } from '../../src/nn/activations/index.js';
import { activations } from '../../src/nn/activations/index.js';
import { fits } from '../../src/nn/fits.js';
import type { LossName } from '../../src/nn/losses/index.js';
import { losses } from '../../src/nn/losses/index.js';
import { Network } from '../../src/nn/network.js';
import { adam } from '../../src/nn/optimizers/adam.js';
import { random } from '../../src/random.js';
import { plainOptimizers } from '../helpers/loops.js';
import { takeStep } from '../helpers/take_step.js';
import { expectClose } from './laws/numeric.js';
import { smallNetwork, unevenScale } from './small_network.js';

const pass = () => ({ training: true, frozen: false, random: random(0, 'masks') });

describe('a step worked out by hand', () => {
  // Two inputs, relu layer of two, one output, mse: a₁ = [1·1 − 1·2 + 0.5, 2·1 + 1·2], y₁ = [0, 4], y = 3·0 + 0.5·4 − 1
  // = 1
  const layers = [
    {
      type: 'dense',
      units: 2,
      activation: 'relu',
      initial: {
        weight: [
          [1, -1],
          [2, 1],
        ],
        bias: [0.5, 0],
      },
    },
  ];
  const head = { initial: { weight: [[3, 0.5]], bias: [-1] } };
  const network = () => {
    const made = smallNetwork({ layers, head, rows: 2, inputs: 2, outputs: 1 });
    made.initialize(random(0, 'weights'));
    made.x.set([1, 2]);
    made.t.set([3]);
    return made;
  };

  it('output, loss, every gradient', () => {
    const made = network();
    expect([...made.forward(1, pass()).subarray(0, 1)]).toEqual([1]);
    expect(made.losses(1)[0]).toBe(4); // (1 − 3)²
    made.backward(Float64Array.of(1), 1, pass());
    // dy = 2 (1 − 3) = −4; head: dw = −4 [0, 4], db = −4; dy₁ = −4 [3, 0.5], of which relu lets the second through: [0,
    // −2]
    expect(
      Object.fromEntries(
        made.parameters.map(({ name, gradient }) => [name, [...gradient.view].map((v) => v + 0)]),
      ),
    ).toEqual({
      'layers.0.weight': [0, 0, -2, -4],
      'layers.0.bias': [0, -2],
      'head.weight': [0, -16],
      'head.bias': [-4],
    });
    // dx = 0 [1, −1] − 2 [2, 1]
    expect([...made.dx!.subarray(0, 2)]).toEqual([-4, -2]);
  });

  it('scale multiplies the gradients', () => {
    const made = network();
    made.forward(1, pass());
    made.backward(Float64Array.of(0.25), 1, pass());
    expect(made.parameters.find(({ name }) => name === 'head.weight')!.gradient.view[1]).toBe(-4);
  });

  it('penalties: Σ l1 |w| + l2/2 w² over weights alone; dW += l1 sign(W) + l2 W', () => {
    const made = smallNetwork({
      layers,
      head,
      penalties: { l1: 0.5, l2: 0.25 },
      rows: 1,
      inputs: 2,
      outputs: 1,
    });
    made.initialize(random(0, 'weights'));
    // |w|: 1 + 1 + 2 + 1 + 3 + 0.5 = 8.5; w²: 1 + 1 + 4 + 1 + 9 + 0.25 = 16.25
    expect(made.penalty()).toBe(0.5 * 8.5 + 0.125 * 16.25);
    made.g.fill(1);
    made.addPenaltyGradients();
    // 1 ± 0.5 + w / 4; biases have none
    expect([...made.g]).toEqual([1.75, 0.25, 2, 1.75, 1, 1, 2.25, 1.625, 1]);
  });

  it('a weight of 0 has no l1 gradient, of either sign', () => {
    const made = smallNetwork({ penalties: { l1: 0.5, l2: 0 }, inputs: 1, outputs: 1 });
    for (const zero of [0, -0]) {
      made.w.set([zero, 0]);
      made.g.fill(0);
      made.addPenaltyGradients();
      expect([...made.g].map(Math.abs)).toEqual([0, 0]);
    }
  });
});

describe('frozen parameters', () => {
  const layers = [
    { type: 'dense', units: 4, trainable: false },
    { type: 'dense', units: 4 },
    { type: 'residual', layers: [{ type: 'dense', units: 4, trainable: false }] },
  ];

  it('come after the trainable ones in the flat vector, and count apart', () => {
    const network = smallNetwork({ layers });
    // trainable: 4·4 + 4 and 3·4 + 3; frozen: 3·4 + 4 and 4·4 + 4
    expect([network.trainable, network.w.length]).toEqual([35, 71]);
    const places = network.parameters.map(({ name, view }) => [
      name,
      (view.byteOffset - network.w.byteOffset) / 8,
    ]);
    expect(Object.fromEntries(places)).toEqual({
      'layers.1.weight': 0,
      'layers.1.bias': 16,
      'head.weight': 20,
      'head.bias': 32,
      'layers.0.weight': 35,
      'layers.0.bias': 47,
      'layers.2.layers.0.weight': 51,
      'layers.2.layers.0.bias': 67,
    });
  });

  it('do not move, penalties and weight decay or not; the others do', () => {
    const network = smallNetwork({ layers, penalties: { l1: 0.1, l2: 0.1 } });
    const before = network.w.slice();
    const n = network.trainable;
    const options = adam.options.parse({ weight_decay: 0.1 });
    const slots = Array.from({ length: plainOptimizers['adam'].slots(options) }, () => new Float64Array(n));
    for (let t = 1; t <= 3; t++) {
      network.forward(5, pass());
      network.backward(unevenScale(5), 5, pass());
      network.addPenaltyGradients();
      takeStep(
        plainOptimizers['adam'],
        network.w.subarray(0, n),
        network.g.subarray(0, n),
        slots,
        n,
        t,
        0.1,
        options,
      );
    }
    expect(network.w.subarray(n)).toEqual(before.subarray(n));
    expect(network.g.subarray(n)).toEqual(new Float64Array(network.w.length - n));
    for (let i = 0; i < n; i++) expect(network.w[i]).not.toBe(before[i]);
  });

  it('count in the penalty, which is of all weights, all the same', () => {
    const penalty = (trainable: boolean) =>
      smallNetwork({ layers: [{ type: 'dense', units: 4, trainable }], penalties: { l1: 0, l2: 1 } });
    const [free, frozen] = [penalty(true), penalty(false)];
    for (const { name, view } of frozen.parameters)
      view.set(free.parameters.find((p) => p.name === name)!.view);
    expect(frozen.penalty()).toBe(free.penalty());
  });
});

describe('initialize', () => {
  const layers = [
    { type: 'dense', units: 50, activation: 'relu' },
    { type: 'batch_norm' },
    { type: 'dense', units: 20, activation: 'selu' },
  ];
  const started = (seed = 0) => {
    const network = smallNetwork({ layers, inputs: 30, outputs: 4, head: { activation: 'tanh' } });
    network.w.fill(NaN);
    for (const { view } of network.layout.statistics) view.fill(NaN);
    network.initialize(random(seed, 'weights'));
    return network;
  };

  it('fills everything; the same generator gives the same bits, another others', () => {
    expect(started().isFinite()).toBe(true);
    expect(started().snapshot()).toEqual(started().snapshot());
    expect(started(1).w).not.toEqual(started().w);
  });

  it('takes fan_in_uniform for weights and biases, but for selu, whose biases start at 0; norms at 1 and 0', () => {
    const network = started();
    const view = (name: string) => network.tensors.find((tensor) => tensor.name === name)!.view;
    const sd = (values: Float64Array) =>
      Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
    // √(1 / (3 · 30)) of 1500 values and of 50, lecun: √(1 / 50) of 1000, √(1 / (3 · 20)) of 80, give or take five
    // standard errors
    for (const [name, expected] of [
      ['layers.0.weight', Math.sqrt(1 / 90)],
      ['layers.0.bias', Math.sqrt(1 / 90)],
      ['layers.2.weight', Math.sqrt(1 / 50)],
      ['head.weight', Math.sqrt(1 / 60)],
    ] as const)
      expect(Math.abs(sd(view(name)) / expected - 1)).toBeLessThan(5 / Math.sqrt(2 * view(name).length));
    for (const bias of view('head.bias')) expect(bias !== 0 && Math.abs(bias) < Math.sqrt(1 / 20)).toBe(true);
    for (const name of ['layers.2.bias', 'layers.1.bias', 'layers.1.running_mean'])
      expect(new Set(view(name))).toEqual(new Set([0]));
    for (const name of ['layers.1.weight', 'layers.1.running_var'])
      expect(new Set(view(name))).toEqual(new Set([1]));
  });
});

describe('snapshot and restore', () => {
  const network = () =>
    smallNetwork({ layers: [{ type: 'dense', units: 4, trainable: false }, { type: 'batch_norm' }] });

  it('weights, frozen ones too, and statistics; to the bit', () => {
    const made = network();
    made.forward(5, pass());
    const copy = made.snapshot();
    const before = made.tensors.map(({ view }) => view.slice());
    made.w.fill(7);
    for (const { view } of made.layout.statistics) view.fill(7);
    made.restore(copy);
    expect(made.tensors.map(({ view }) => view)).toEqual(before);
    expect(made.snapshot(new Float64Array(copy.length).fill(9))).toEqual(copy);
  });

  it('finds what is not finite, in the order of the forward pass', () => {
    const made = network();
    expect([made.isFinite(), made.firstNotFinite()]).toEqual([true, 'head']);
    made.layout.statistics[1].view[0] = Infinity;
    expect([made.isFinite(), made.firstNotFinite()]).toEqual([false, 'layers.1.running_var']);
    made.w[0] = NaN;
    expect([made.isFinite(), made.firstNotFinite()]).toEqual([
      false,
      made.parameters.find(({ view }) => Number.isNaN(view[0]))!.name,
    ]);
    const overflown = smallNetwork({
      layers: [
        { type: 'dense', units: 4 },
        { type: 'dense', units: 4 },
      ],
    });
    overflown.x.fill(1e308);
    overflown.w.fill(3);
    overflown.forward(5, pass());
    expect([overflown.isFinite(), overflown.firstNotFinite()]).toEqual([true, 'output of layers.0']);
  });
});

describe('head', () => {
  it('without layers it is linear or logistic regression', () => {
    const network = smallNetwork({
      head: { activation: 'sigmoid', loss: 'binary_cross_entropy' },
      rows: 1,
      inputs: 2,
      outputs: 1,
    });
    network.w.set([1, -1, 0]);
    network.x.set([2, 2]);
    network.t.set([1]);
    expect(network.forward(1, pass())[0]).toBe(0.5);
    expectClose(network.losses(1), [Math.LN2], 1e-15, 0);
    network.backward(Float64Array.of(1), 1, pass());
    expect([...network.g]).toEqual([-1, -1, -0.5]); // (y − t) x
  });

  it('a linear head needs no memory of its own for y', () => {
    const count = (activation: string) =>
      smallNetwork({ head: { activation }, rows: 5, outputs: 3 }).layout.count(5).pass;
    expect(count('tanh') - count('identity')).toBe(15);
  });

  it('has the gradient of x only where it was asked for', () => {
    const { config } = smallNetwork({});
    const network = new Network(config, 3, 3, jsKernels).allocate(5);
    expect(network.dx).toBeNull();
    network.initialize(random(0, 'weights'));
    network.forward(5, pass());
    network.backward(unevenScale(5), 5, pass());
    expect(network.g.every(Number.isFinite)).toBe(true);
  });
});

describe('fits', () => {
  const pairs = (loss: LossName, options = losses[loss].options.parse({})) =>
    (Object.keys(activations) as ActivationName[]).filter((name) => fits(name, { type: loss, ...options }));
  const all = Object.keys(activations);
  const within = (low: number, high: number) =>
    Object.entries<Activation>(activations).flatMap(([name, { range }]) =>
      range[0] >= low && range[1] <= high ? [name] : [],
    );

  it('a loss of any numbers follows anything; one of probabilities what gives them; one of a distribution softmax', () => {
    for (const loss of ['mse', 'mae', 'huber', 'log_cosh', 'pinball', 'poisson_nll'] as const)
      expect(pairs(loss)).toEqual(all);
    expect(pairs('binary_cross_entropy')).toEqual(within(0, 1));
    expect(pairs('binary_cross_entropy')).toEqual(expect.arrayContaining(['sigmoid', 'softmax']));
    expect(pairs('binary_cross_entropy')).not.toContain('relu');
    const rowwise = Object.entries<Activation>(activations).flatMap(([name, { rowwise }]) =>
      rowwise ? [name] : [],
    );
    expect(rowwise).toContain('softmax');
    for (const loss of ['cross_entropy', 'kl_divergence', 'wasserstein'] as const)
      expect(pairs(loss)).toEqual(rowwise);
    const rates = pairs('poisson_nll', { log_input: false } as never);
    expect(rates).toEqual(within(0, Infinity));
    expect(rates).toEqual(expect.arrayContaining(['sigmoid', 'relu', 'softplus', 'softmax']));
    for (const name of ['identity', 'tanh', 'swish', 'softsign']) expect(rates).not.toContain(name);
  });
});
