import { describe, expect, it } from 'vitest';
import type { ActivationName } from '../../src/nn/activations/index.js';
import { type Loss, type LossName, losses } from '../../src/nn/losses/index.js';
import { type Optimizer, type OptimizerName, optimizers } from '../../src/nn/optimizers/index.js';
import { type ActivationLoops, plainActivations, steppers } from '../helpers/loops.js';

// What variants say of themselves, written down once more: the laws take them at their word. A variant that is not here
// has its laws and its reference values (test/golden).

const anyNumber = [-Infinity, Infinity] as const;

describe('losses', () => {
  const numbers = {
    targets: 'numbers',
    targetRange: anyNumber,
    predictions: anyNumber,
    activation: 'identity',
  };
  const classes = {
    targets: 'distribution',
    targetRange: [0, 1],
    predictions: 'distribution',
    activation: 'softmax',
  };
  const expected: Partial<Record<LossName, { options: object } & Record<string, unknown>>> = {
    binary_cross_entropy: {
      options: { pos_weight: 1 },
      targets: 'labels',
      targetRange: [0, 1],
      predictions: [0, 1],
      activation: 'sigmoid',
      fused: ['sigmoid'],
    },
    cross_entropy: { options: { label_smoothing: 0 }, ...classes, fused: ['softmax'] },
    kl_divergence: { options: {}, ...classes, fused: ['softmax'] },
    wasserstein: { options: {}, ...classes },
    mse: { options: {}, ...numbers },
    mae: { options: {}, ...numbers },
    huber: { options: { delta: 1 }, ...numbers },
    log_cosh: { options: {}, ...numbers },
    pinball: { options: { tau: 0.5 }, ...numbers },
    poisson_nll: { options: { log_input: true }, ...numbers, targetRange: [0, Infinity] },
  };

  it.each(Object.entries(expected))('%s', (name, { fused: forms = [], ...rest }) => {
    const loss: Loss = losses[name as LossName];
    const { options, targets, targetRange, activation, fused } = loss;
    const defaults = options.parse({});
    expect({
      options: defaults,
      targets,
      targetRange,
      predictions: loss.predictions(defaults),
      activation,
    }).toEqual(rest);
    expect(Object.keys(fused ?? {})).toEqual(forms);
  });
});

describe('activations', () => {
  const expected: Partial<Record<ActivationName, [options: object, kinks: number[], reads: string]>> = {
    identity: [{}, [], 'y'],
    sigmoid: [{}, [], 'y'],
    tanh: [{}, [], 'y'],
    relu: [{}, [0], 'y'],
    leaky_relu: [{ alpha: 0.1 }, [0], 'y'],
    elu: [{ alpha: 1 }, [0], 'x'],
    swish: [{}, [], 'x'],
    gelu: [{ approximate: 'none' }, [], 'x'],
    softplus: [{}, [], 'y'],
    softsign: [{}, [], 'x'],
    selu: [{}, [0], 'x'],
    mish: [{}, [], 'x'],
    softmax: [{}, [], 'y'],
  };

  it.each(Object.entries(expected))('%s', (name, description) => {
    const { options, kinks, backwardReads, rowwise } = plainActivations[name as ActivationName];
    expect([options.parse({}), kinks, backwardReads]).toEqual(description);
    expect(rowwise).toBe(name === 'softmax');
  });

  it('at a kink the left side counts: relu, leaky_relu, elu and selu of 0 have the derivative of what is below', () => {
    const at0 = (name: ActivationName) => {
      const activation: ActivationLoops = plainActivations[name];
      const options = activation.options.parse({});
      const [x, y, dx] = [new Float64Array(1), new Float64Array(1), Float64Array.of(1)];
      activation.forward(x, y, 1, 1, options);
      activation.backward(x, y, dx, dx, 1, 1, options);
      return [y[0], dx[0]];
    };
    expect(at0('relu')).toEqual([0, 0]);
    expect(at0('leaky_relu')).toEqual([0, 0.1]);
  });
});

describe('optimizers', () => {
  const betas = { beta1: 0.9, beta2: 0.999 };
  const adam = { learning_rate: 0.001, ...betas, epsilon: 1e-8, weight_decay: 0, amsgrad: false };
  const expected: Partial<Record<OptimizerName, object>> = {
    sgd: { learning_rate: 0.001, momentum: 0, nesterov: false, weight_decay: 0 },
    rmsprop: { learning_rate: 0.01, rho: 0.99, epsilon: 1e-8, momentum: 0, centered: false, weight_decay: 0 },
    adagrad: {
      learning_rate: 0.01,
      learning_rate_decay: 0,
      initial_accumulator_value: 0,
      epsilon: 1e-10,
      weight_decay: 0,
    },
    adadelta: { learning_rate: 1, rho: 0.9, epsilon: 1e-6, weight_decay: 0 },
    adam,
    adamw: { ...adam, weight_decay: 0.01 },
    adamax: { learning_rate: 0.002, ...betas, epsilon: 1e-8, weight_decay: 0 },
    nadam: { learning_rate: 0.002, ...betas, epsilon: 1e-8, momentum_decay: 0.004, weight_decay: 0 },
    rprop: { learning_rate: 0.01, eta_minus: 0.5, eta_plus: 1.2, step_size_min: 1e-6, step_size_max: 50 },
    lbfgs: {
      learning_rate: 1,
      history_size: 10,
      max_evaluations: 25,
      tolerance_gradient: 1e-7,
      tolerance_change: 1e-9,
    },
  };

  it.each(Object.entries(expected))("%s has PyTorch's defaults", (name, defaults) => {
    expect(optimizers[name as OptimizerName].options.parse({})).toEqual(defaults);
  });

  const { sgd, rprop } = optimizers;

  it('a vector of memory for each mean that the options ask for', () => {
    const ask = (name: string, ...settings: object[]) => {
      const rule: Optimizer = steppers[name];
      return settings.map((options) => rule.state(rule.options.parse(options)));
    };
    expect(ask('sgd', {}, { momentum: 0.5 })).toEqual([[], ['velocity']]);
    expect(
      ask('rmsprop', {}, { momentum: 0.5 }, { centered: true }, { momentum: 0.5, centered: true }),
    ).toEqual([['square'], ['square', 'velocity'], ['square', 'mean'], ['square', 'velocity', 'mean']]);
    expect(ask('adam', {}, { amsgrad: true })).toEqual([
      ['m', 'v'],
      ['m', 'v', 'vMax'],
    ]);
  });

  const problemsOf = (rule: { options: { safeParse: typeof sgd.options.safeParse } }, options: object) =>
    rule.options.safeParse(options).error?.issues.map(({ path, message }) => [path, message]) ?? [];

  it('nesterov goes with a momentum', () => {
    expect(problemsOf(sgd, { nesterov: true })).toEqual([
      [['nesterov'], 'needs a momentum above 0, say 0.9'],
    ]);
    expect(problemsOf(sgd, { nesterov: true, momentum: 0.1 })).toEqual([]);
    expect(problemsOf(sgd, { momentum: 0.1 })).toEqual([]);
  });

  it("rprop's smallest step is at most its largest", () => {
    const limits = (step_size_min: number, step_size_max: number) =>
      problemsOf(rprop as never, { step_size_min, step_size_max });
    expect(limits(2, 1)).toEqual([[['step_size_min'], 'must not be above step_size_max']]);
    expect([...limits(1, 1), ...limits(1, 2)]).toEqual([]);
  });
});
