import { describe, expect, it } from 'vitest';
import { type Activation, activations } from '../../src/nn/activations/index.js';
import { type Loss, losses } from '../../src/nn/losses/index.js';
import { optimizers } from '../../src/nn/optimizers/index.js';

// What each variant says of itself, written down once more: the laws take it at its word.

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
  const expected: Record<keyof typeof losses, { options: object } & Record<string, unknown>> = {
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

  it.each(Object.entries<Loss>(losses))('%s', (name, loss) => {
    const { options, targets, targetRange, activation, fused } = loss;
    const defaults = options.parse({});
    const { fused: forms = [], ...rest } = expected[name as keyof typeof losses];
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
  const expected: Record<keyof typeof activations, [options: object, kinks: number[], reads: string]> = {
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

  it.each(Object.entries<Activation>(activations))(
    '%s',
    (name, { options, kinks, backwardReads, rowwise }) => {
      expect([options.parse({}), kinks, backwardReads]).toEqual(expected[name as keyof typeof activations]);
      expect(rowwise === true).toBe(name === 'softmax');
    },
  );

  it('at a kink the left side counts: relu, leaky_relu, elu and selu of 0 have the derivative of what is below', () => {
    const at0 = (name: keyof typeof activations) => {
      const activation: Activation = activations[name];
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
  const expected: Record<keyof typeof optimizers, object> = {
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

  it.each(Object.entries(optimizers))("%s has PyTorch's defaults", (name, { options }) => {
    expect(options.parse({})).toEqual(expected[name as keyof typeof optimizers]);
  });

  const { sgd, rmsprop, adam: adamRule, rprop } = optimizers;

  it('a slot of memory for each mean that the options ask for', () => {
    const slots = (rule: { options: typeof sgd.options; slots: unknown }, options: object) =>
      (rule.slots as (options: object) => number)(rule.options.parse(options));
    const ask = slots as (rule: unknown, options: object) => number;
    expect([{}, { momentum: 0.5 }].map((options) => ask(sgd, options))).toEqual([0, 1]);
    expect(
      [{}, { momentum: 0.5 }, { centered: true }, { momentum: 0.5, centered: true }].map((options) =>
        ask(rmsprop, options),
      ),
    ).toEqual([1, 2, 2, 3]);
    expect([{}, { amsgrad: true }].map((options) => ask(adamRule, options))).toEqual([2, 3]);
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
