import { describe, expect, it } from 'vitest';
import { checkTargets, parseConfig, resolveConfig, resolveHead, targetsOf } from '../../src/config/index.js';
import type { Target } from '../../src/data/preprocessing/index.js';
import { MlpError } from '../../src/errors.js';
import { type ActivationName, activations } from '../../src/nn/activations/index.js';
import { fits } from '../../src/nn/fits.js';
import { type LossName, losses } from '../../src/nn/losses/index.js';
import { buildNetwork } from '../../src/training/build_network.js';
import { data, failure } from './helpers.js';

const classes = (...names: string[]): Target => ({
  kind: 'classes',
  name: 'species',
  type: 'category',
  drop: false,
  classes: names,
});
const numbers = (...names: string[]): Target => ({
  kind: 'numbers',
  names,
  drop: false,
  center: names.map(() => 0),
  scale: names.map(() => 1),
});
const targets = {
  'two classes': classes('no', 'yes'),
  'three classes': classes('a', 'b', 'c'),
  labels: { kind: 'labels', names: ['p', 'q'], drop: false },
  distribution: { kind: 'distribution', names: ['p', 'q', 'r'], drop: false },
  'one number': numbers('y'),
  'two numbers': numbers('y', 'z'),
  reconstruction: { kind: 'reconstruction' },
} satisfies Record<string, Target>;
type TargetName = keyof typeof targets;

const inputs = 5;
const resolve = (head: object, target: Target) =>
  resolveHead(parseConfig({ data, head }).head, target, inputs);
const pair = (head: object, target: Target) => {
  const { head: resolved, outputs } = resolve(head, target);
  return [resolved.activation.type, resolved.loss!.type, outputs];
};
const refused = (head: object, target: Target) => {
  const { failure: kind, message } = failure(() => resolve(head, target));
  expect(kind).toBe('config');
  return message;
};

describe('resolveHead', () => {
  it.each<[TargetName, object, string, string, number]>([
    ['two classes', {}, 'sigmoid', 'binary_cross_entropy', 1],
    ['three classes', {}, 'softmax', 'cross_entropy', 3],
    ['labels', {}, 'sigmoid', 'binary_cross_entropy', 2],
    ['distribution', {}, 'softmax', 'cross_entropy', 3],
    ['one number', {}, 'identity', 'mse', 1],
    ['two numbers', {}, 'identity', 'mse', 2],
    ['reconstruction', {}, 'identity', 'mse', 5],
    // The other follows from the one that is given.
    ['two classes', { activation: 'softmax' }, 'softmax', 'cross_entropy', 2],
    ['two classes', { loss: 'cross_entropy' }, 'softmax', 'cross_entropy', 2],
    ['two classes', { loss: 'binary_cross_entropy' }, 'sigmoid', 'binary_cross_entropy', 1],
    ['three classes', { loss: 'kl_divergence' }, 'softmax', 'kl_divergence', 3],
    ['labels', { activation: 'sigmoid' }, 'sigmoid', 'binary_cross_entropy', 2],
    ['one number', { activation: 'tanh' }, 'tanh', 'mse', 1],
    ['one number', { activation: 'sigmoid' }, 'sigmoid', 'mse', 1],
    ['one number', { loss: 'poisson_nll' }, 'identity', 'poisson_nll', 1],
    ['reconstruction', { loss: 'binary_cross_entropy' }, 'sigmoid', 'binary_cross_entropy', 5],
    // Any loss may follow any activation that fits it: the quadratic cost of a textbook's XOR, soft targets.
    ['two classes', { activation: 'sigmoid', loss: 'mse' }, 'sigmoid', 'mse', 1],
    ['distribution', { activation: 'softmax', loss: 'mse' }, 'softmax', 'mse', 3],
    ['two numbers', { activation: 'relu', loss: 'huber' }, 'relu', 'huber', 2],
  ])('for %s and %j takes %s and %s with %i outputs', (name, head, activation, loss, outputs) => {
    expect(pair(head, targets[name])).toEqual([activation, loss, outputs]);
  });

  it.each<[TargetName, object, string]>([
    [
      'three classes',
      { activation: 'softmax', loss: 'mse' },
      'head.loss: mse after softmax compares numbers, but the target species holds 3 classes (a, b, c); use ' +
        'cross_entropy after softmax, or for numbers "task": "regression"',
    ],
    ['two classes', { loss: 'mse' }, 'head.loss: mse after identity compares numbers'],
    [
      'three classes',
      { activation: 'sigmoid' },
      'head.activation: sigmoid gives a single probability, but the target species holds 3 classes (a, b, c); ' +
        'use softmax',
    ],
    [
      'three classes',
      { loss: 'binary_cross_entropy' },
      'head.activation: sigmoid gives a single probability',
    ],
    [
      'one number',
      { loss: 'cross_entropy' },
      'head.loss: cross_entropy is for classes, but the target (y) holds numbers; use mse, or "task": "classification"',
    ],
    [
      'reconstruction',
      { loss: 'kl_divergence' },
      'kl_divergence is for classes, but the target is the input',
    ],
    [
      'two numbers',
      { activation: 'softmax' },
      'head.activation: outputs of softmax sum to 1, but the target (y, z) holds numbers; use identity',
    ],
    [
      'labels',
      { activation: 'softmax', loss: 'binary_cross_entropy' },
      'outputs of softmax sum to 1, but the target (p, q) holds labels from 0 to 1; use sigmoid',
    ],
    ['labels', { activation: 'identity', loss: 'mse' }, 'outputs of identity are no probabilities'],
    [
      'distribution',
      { activation: 'sigmoid' },
      'outputs of sigmoid do not sum to 1, but the target (p, q, r) holds a distribution; use softmax',
    ],
    ['two classes', { activation: 'relu' }, 'head.loss: mse after relu compares numbers'],
    [
      'one number',
      { loss: { type: 'poisson_nll', log_input: false } },
      'poisson_nll does not fit outputs of identity; head.activation may be sigmoid',
    ],
  ])('for %s refuses %j', (name, head, message) => {
    expect(refused(head, targets[name])).toContain(message);
  });

  it('refuses a single class, with softmax or without', () => {
    for (const head of [{}, { activation: 'softmax' }])
      expect(refused(head, classes('only'))).toBe(
        'head: the target species holds 1 class (only): there is nothing to tell apart; at least 2 classes are needed',
      );
  });

  it('for every activation, loss and target gives a head that fits, or names the mismatch', () => {
    let accepted = 0;
    for (const activation of Object.keys(activations) as ActivationName[])
      for (const type of Object.keys(losses) as LossName[])
        for (const target of Object.values<Target>(targets)) {
          try {
            const { head, outputs } = resolve({ activation, loss: type }, target);
            expect(fits(head.activation.type, head.loss!)).toBe(true);
            expect([head.activation.type, head.loss!.type]).toEqual([activation, type]);
            expect(outputs).toBeGreaterThan(0);
            accepted++;
          } catch (error) {
            if (!(error instanceof MlpError)) throw error;
            expect(error.message).toMatch(/head\.(loss|activation): /);
          }
        }
    expect(accepted).toBeGreaterThan(100);
  });

  it('finds an activation for every loss by itself', () => {
    const takers: Record<string, Target> = {
      numbers: targets['one number'],
      labels: targets.labels,
      distribution: targets.distribution,
    };
    for (const [type, loss] of Object.entries(losses))
      expect(pair({ loss: type }, takers[loss.targets])).toEqual([loss.activation, type, expect.any(Number)]);
  });
});

describe('checkTargets', () => {
  const check = (loss: unknown, target: Target, t: number[]) => () =>
    checkTargets(resolve({ loss }, target).head, target, Float64Array.from(t));

  it('refuses targets that the loss is not defined for', () => {
    expect(failure(check('poisson_nll', numbers('count'), [3, -2])).message).toBe(
      'head.loss: poisson_nll takes targets of at least 0, but one is -2; use mse or another target',
    );
    expect(failure(check('binary_cross_entropy', targets.reconstruction, [0.5, 1.5])).message).toBe(
      'head.loss: binary_cross_entropy takes targets from 0 to 1, but one is 1.5; use mse or another target',
    );
    const scaled: Target = {
      ...(numbers('count') as Extract<Target, { kind: 'numbers' }>),
      center: [2],
      scale: [1],
    };
    expect(failure(check('poisson_nll', scaled, [-1])).message).toContain(
      'once it is scaled (data.target_scale)',
    );
  });

  it('takes all others', () => {
    expect(check('poisson_nll', numbers('count'), [0, 3])).not.toThrow();
    expect(check('mse', numbers('count'), [-1e300, 3])).not.toThrow();
    expect(check('cross_entropy', targets['three classes'], [2, 0])).not.toThrow();
  });
});

describe('targetsOf', () => {
  it.each([
    [{}, undefined],
    [{ loss: 'mse' }, 'numbers'],
    [{ loss: 'binary_cross_entropy' }, 'labels'],
    [{ loss: 'cross_entropy' }, 'distribution'],
    [{ activation: 'softmax' }, 'distribution'],
    [{ activation: 'softmax', loss: 'mse' }, 'distribution'],
    [{ activation: 'sigmoid' }, 'labels'],
    [{ activation: 'sigmoid', loss: 'mse' }, 'numbers'],
    [{ activation: 'tanh' }, 'numbers'],
  ])('is known from %j: %s', (head, expected) => {
    expect(targetsOf(parseConfig({ data, head }).head)).toBe(expected);
  });
});

describe('resolveConfig', () => {
  const facts = {
    task: 'classification',
    target: targets['three classes'],
    inputs,
    rows: 9,
    hasValidation: true,
  } as const;
  const config = (training: object) => parseConfig({ data, layers: [{ type: 'dense', units: 4 }], training });

  it('completes the config so that a network can be built, and is read again as the same', () => {
    const { config: resolved, outputs } = resolveConfig(config({}), facts);
    expect(resolved).toMatchObject({
      task: 'classification',
      head: { activation: { type: 'softmax' }, loss: { type: 'cross_entropy', label_smoothing: 0 } },
      training: { restore_best: true },
    });
    const names = buildNetwork(resolved, inputs, outputs).tensors.map(({ name, shape }) => [name, ...shape]);
    expect(names).toEqual([
      ['layers.0.weight', 4, 5],
      ['layers.0.bias', 4],
      ['head.weight', 3, 4],
      ['head.bias', 3],
    ]);
    expect(parseConfig(JSON.stringify(resolved))).toEqual(resolved);
  });

  it('keeps the best weights by default only where there is a validation split', () => {
    const restoreBest = (training: object, hasValidation: boolean) =>
      resolveConfig(config(training), { ...facts, hasValidation }).config.training.restore_best;
    expect(restoreBest({}, false)).toBe(false);
    expect(restoreBest({ restore_best: false }, true)).toBe(false);
  });

  it.each([
    [
      { early_stopping: { metric: 'r2' } },
      'training.early_stopping.metric: no r2, as the target species holds 3 classes',
    ],
    [{ class_weight: { a: 2, bb: 3 } }, 'training.class_weight: there is no class "bb"; did you mean "b"?'],
  ])('refuses %j, which the data does not have', (training, message) => {
    expect(failure(() => resolveConfig(config(training), facts)).message).toContain(message);
  });

  it('refuses weights of classes where there are none', () => {
    const regression = { ...facts, task: 'regression', target: targets['one number'] } as const;
    expect(failure(() => resolveConfig(config({ class_weight: 'balanced' }), regression)).message).toBe(
      'training.class_weight: is for classes, but the target (y) holds numbers',
    );
  });
});
