import { afterAll, describe, expect, it } from 'vitest';
import { type Activation, type ActivationName, activations } from '../../src/nn/activations/index.js';
import { fits } from '../../src/nn/fits.js';
import { type LossName, losses } from '../../src/nn/losses/index.js';
import { isLong, sample } from '../helpers/runs.js';
import { check, mismatches, strict } from './check.js';
import { settings } from './laws/variants.js';
import { exampleLayers } from './layers/example.js';
import type { SmallNetwork } from './small_network.js';

/** Every variant of a registry with its default options (the first of its settings), or with each setting. */
const variants = <Name extends string>(
  registry: Readonly<Record<Name, Pick<Activation, 'options'>>>,
  settingsEach: number,
) =>
  (Object.keys(registry) as Name[]).flatMap((type) =>
    settings(registry[type].options)
      .slice(0, settingsEach)
      .map((options) => ({ type, ...options })),
  );

/** Every head activation with every loss that fits it. */
const heads = (settingsEach: number) =>
  variants<LossName>(losses, settingsEach).flatMap((loss) =>
    variants<ActivationName>(activations, settingsEach)
      .filter(({ type }) => fits(type, loss))
      .map((activation) => ({ activation, loss })),
  );

const hiddenActivations = variants<ActivationName>(activations, Infinity).filter(
  ({ type }) => !(activations[type] as Activation).rowwise,
);

/** Layers with an activation that their gradient has to pass. */
const stacks: Readonly<Record<string, (activation: object) => object[]>> = {
  ...Object.fromEntries(
    Object.entries(exampleLayers).map(([type, layer]) => [
      type,
      (activation: object) => [{ type: 'dense', units: 4 }, layer, { type: 'activation', activation }],
    ]),
  ),
  dense: (activation) => [{ type: 'dense', units: 4, activation }],
  activation: (activation) => [
    { type: 'dense', units: 4 },
    { type: 'activation', activation },
  ],
  dropout: (activation) => [
    { type: 'dense', units: 4, activation },
    { type: 'dropout', rate: 0.3 },
  ],
  batch_norm: (activation) => [
    { type: 'dense', units: 4 },
    { type: 'batch_norm' },
    { type: 'activation', activation },
  ],
  layer_norm: (activation) => [
    { type: 'dense', units: 4 },
    { type: 'layer_norm' },
    { type: 'activation', activation },
  ],
  residual: (activation) => [{ type: 'residual', layers: [{ type: 'dense', units: 3, activation }] }],
  noise: (activation) => [
    { type: 'noise', sd: 0.2 },
    { type: 'dense', units: 4, activation },
  ],
};

describe('backpropagation agrees with differences', () => {
  let checked = 0;
  let kinks = 0;
  const expectAgreement = (description: SmallNetwork, scale?: Float64Array) => {
    const result = check(description, strict, scale);
    expect(mismatches(result), JSON.stringify(description)).toEqual([]);
    for (const tensor of result.tensors) {
      checked += tensor.checked;
      kinks += tensor.kinks.length;
    }
    return result;
  };

  // the options of a head have nothing to do with what kind of layer comes before
  const [defaultHeads, allHeads] = [heads(1), heads(Infinity)];
  // what a head gives to the layers before it is one vector: each meets each kind of layer, and each activation
  const headsOf = (turn: number, long: number, short: number) =>
    isLong ? defaultHeads.filter((_, i) => (i + turn) % long === 0) : sample(defaultHeads, short, turn);
  describe.each(Object.entries(stacks))('in %s', (kind, stack) => {
    it.each(hiddenActivations)('with %j', (hidden) => {
      const turn = hiddenActivations.indexOf(hidden);
      const heads = kind === 'dense' ? sample(allHeads, 14, turn) : headsOf(turn, 5, 5);
      for (const head of heads) expectAgreement({ layers: stack(hidden), head });
    });
  });

  describe.each(Object.entries(stacks))('of an ensemble with %s', (_, stack) => {
    it.each(sample(hiddenActivations, 3))('and %j', (hidden) => {
      for (const head of headsOf(hiddenActivations.indexOf(hidden), 10, 3))
        for (const scaling of ['signs', 'normal'] as const)
          expectAgreement({ layers: stack(hidden), head, ensemble: { members: 3, scaling } });
    });
  });

  const dense = (units: number) => ({ type: 'dense', units, activation: 'tanh' });
  const other: Record<string, SmallNetwork> = {
    'no layers': {},
    'no biases': { layers: [{ ...dense(4), bias: false }], head: { bias: false } },
    'one row, one input, one output': { layers: [dense(2)], rows: 1, inputs: 1, outputs: 1 },
    'a batch norm of two rows': { layers: [{ type: 'batch_norm' }, dense(4)], rows: 2 },
    'norms with a large epsilon': {
      layers: [{ type: 'batch_norm', epsilon: 0.5 }, dense(4), { type: 'layer_norm', epsilon: 0.5 }],
    },
    'a residual block around norm and dropout': {
      layers: [
        {
          type: 'residual',
          layers: [{ type: 'layer_norm' }, dense(4), { type: 'dropout', rate: 0.5 }, dense(3)],
        },
        { type: 'batch_norm' },
      ],
    },
    'a residual block of one norm, in another': {
      layers: [
        { type: 'residual', layers: [dense(3), { type: 'residual', layers: [{ type: 'batch_norm' }] }] },
      ],
    },
    'many layers': { layers: Array.from({ length: 8 }, () => dense(3)) },
    'penalties of all weights': { layers: [dense(4)], penalties: { l1: 0.3, l2: 0.7 } },
    'penalties by layer': {
      layers: [{ ...dense(4), l1: 0.5, l2: 0 }, { ...dense(4), l1: 0 }, dense(3)],
      head: { l2: 2 },
      penalties: { l1: 0.3, l2: 0.7 },
    },
    'penalties inside a residual block': {
      layers: [{ type: 'residual', layers: [{ ...dense(3), l1: 0.5, l2: 0.25 }] }],
    },
    'frozen layers': {
      layers: [dense(4), { ...dense(4), trainable: false }, dense(4)],
      head: { trainable: false },
      penalties: { l1: 0.3, l2: 0.7 },
    },
  };
  it.each(Object.entries(other))('%s, as an ensemble', (_, description) => {
    expectAgreement({ ...description, ensemble: { members: 2, scaling: 'normal' } });
  });
  it.each(Object.entries(other))('%s', (_, description) => {
    for (const loss of ['mse', 'log_cosh']) {
      const { head } = description;
      expectAgreement({ ...description, head: { ...head, loss } });
    }
  });

  it('says nothing of frozen parameters, for which no gradient is wanted', () => {
    const { tensors } = check(other['frozen layers']);
    const names = ['layers.0.weight', 'layers.0.bias', 'layers.2.weight', 'layers.2.bias', 'x'];
    expect(tensors.map(({ name }) => name)).toEqual(names);
  });

  it('with rows of weight 0', () => {
    const scale = Float64Array.of(0.5, 0, 0.2, 0, 0.3);
    const { tensors } = expectAgreement({ layers: [dense(4)] }, scale);
    expect(tensors.at(-1)).toMatchObject({ name: 'x', shape: [5, 3], checked: 15 });
  });

  it('by forward differences too, as well as those can', () => {
    const result = check(
      { layers: stacks.batch_norm({ type: 'tanh' }) },
      { ...strict, method: 'forward', atol: 1e-4 },
    );
    expect(mismatches(result)).toEqual([]);
  });

  // Random numbers are hardly ever within 1e-5 of a kink: were wrong derivatives taken for kinks, it would show here.
  afterAll(() => {
    expect(kinks).toBeLessThanOrEqual(1e-4 * checked);
  });
});
