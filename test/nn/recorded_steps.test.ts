import { afterEach, describe, expect, it } from 'vitest';
import { MlpError } from '../../src/errors.js';
import { backends, createWasmKernels, type Kernels } from '../../src/kernels/index.js';
import { type Activation, activations } from '../../src/nn/activations/index.js';
import { type LayerType, layerTypes } from '../../src/nn/layers/index.js';
import { type Loss, losses } from '../../src/nn/losses/index.js';
import { Network } from '../../src/nn/network.js';
import { allocateState, COEFFICIENTS, optimizers } from '../../src/nn/optimizers/index.js';
import { random } from '../../src/random.js';
import * as z from '../../src/zod.js';
import { exampleEncoders } from './example_encoders.js';
import { bits } from './laws/numeric.js';
import { exampleLayers } from './layers/example.js';
import { type SmallNetwork, smallNetwork } from './small_network.js';

// Steps that were recorded once and then run on other data have to do all that a step does: the same bits as steps that
// call one thing after the other, on every backend.

const makers: Readonly<Record<string, () => Kernels>> = {
  js: () => backends.js,
  'wasm, 1 thread': () => createWasmKernels({ threads: 1 })!,
  'wasm, 2 threads': () => createWasmKernels({ threads: 2, grain: 0 })!,
};

const STEPS = 4;
const ROWS = 23;
const WIDTH = 4;

interface Subject extends SmallNetwork {
  readonly optimizer?: { readonly type: keyof typeof optimizers };
}

/** State after each step: weights, statistics, losses, and what the optimizer keeps. */
function steps(
  { optimizer: options = { type: 'adam' }, ...described }: Subject,
  kernels: Kernels,
  isRecorded: boolean,
) {
  const sizes = { rows: ROWS, inputs: WIDTH, outputs: WIDTH, penalties: { l1: 0.01, l2: 0.02 } };
  // as in training, where nobody needs the gradient of the inputs: a first layer is given none to fill
  const network = smallNetwork({ ...sizes, ...described, kernels, inputGradient: false });
  const rule = optimizers[options.type];
  const settings = rule.options.parse(Object.fromEntries(Object.entries(options).slice(1)));
  const pass = { training: true, frozen: false, random: random(1, 'masks') };
  const [w, g] = [network.w, network.g];
  const kept = allocateState(rule, settings, () => kernels.allocate(w.length));
  const coefficients = kernels.allocate(COEFFICIENTS);
  const update = 'step' in rule ? kernels.loop(`optimizer.${options.type}.step`, settings) : null;
  network.scale.fill(1 / ROWS);

  const gradient = () => {
    network.forward(ROWS, pass);
    network.trainingLosses(ROWS);
    network.backward(network.scale, ROWS, pass);
    network.addPenaltyGradients();
  };
  const body = () => {
    gradient();
    update?.({ w, g, ...kept, coefficients }, w.length, 1);
  };
  const program = isRecorded ? kernels.record(body) : { run: body };
  const scalars = new Float64Array('scalars' in rule ? rule.scalars(settings as never) : 0);
  const evaluate = () => {
    program.run();
    return network.rowLosses.reduce((sum, loss) => sum + loss, 0) / ROWS;
  };
  return Array.from({ length: STEPS }, (_, k) => {
    const other = smallNetwork({ ...sizes, ...described, seed: k + 2 });
    network.x.set(other.x);
    network.t.set(other.t);
    if ('coefficients' in rule) {
      rule.coefficients(k + 1, 0.01, kept, settings as never, coefficients);
      program.run();
    } else rule.iterate({ w, g, evaluate }, Object.values(kept), scalars, w.length, 1, settings as never);
    const { statistics } = network.layout;
    return [
      network.snapshot(),
      network.rowLosses,
      scalars,
      ...Object.values(kept),
      ...statistics.map(({ view }) => view),
    ]
      .map(bits)
      .join('\n');
  });
}

const layer = { type: 'dense', units: WIDTH, activation: 'tanh' };
const ensemble = { members: 3, scaling: 'signs' } as const;
const subjects: [what: string, Subject][] = [
  ...Object.values(exampleLayers).map((example): [string, Subject] => [
    `layer ${example.type}`,
    { layers: [example, layer, example] },
  ]),
  ...Object.entries(exampleEncoders).map(([type, encoded]): [string, Subject] => [
    `encoder ${type}`,
    { encoded, layers: [layer] },
  ]),
  ...Object.entries<Activation>(activations).map(([type, { rowwise }]): [string, Subject] => [
    `activation ${type}`,
    { layers: rowwise ? [] : [{ type: 'activation', activation: type }], head: { activation: type } },
  ]),
  ...Object.entries<Loss>(losses).flatMap(([type, { activation, fused }]) =>
    [activation, ...Object.keys(fused ?? {})].map((before): [string, Subject] => [
      `loss ${type} after ${before}`,
      { layers: [layer], head: { activation: before, loss: type } },
    ]),
  ),
  ...Object.values(exampleLayers).map((example): [string, Subject] => [
    `ensemble with layer ${example.type}`,
    { layers: [example, layer, example], ensemble },
  ]),
  ...Object.entries<Loss>(losses).map(([type, { activation }]): [string, Subject] => [
    `ensemble with loss ${type}`,
    { layers: [layer], head: { activation, loss: type }, ensemble },
  ]),
  ['ensemble of heads alone', { layers: [], ensemble }],
  [
    'ensemble of frozen layers, without biases',
    {
      layers: [layer, { ...layer, trainable: false }, { ...layer, bias: false }],
      head: { trainable: false },
      ensemble,
    },
  ],
  ...(Object.keys(optimizers) as (keyof typeof optimizers)[]).map((type): [string, Subject] => [
    `optimizer ${type}`,
    { layers: [layer], optimizer: { type } },
  ]),
];

describe.each(subjects)('%s', (_, subject) => {
  const expected = steps(subject, backends.js, false);

  it('changes with the data in every step', () => {
    expect(new Set(expected).size).toBe(STEPS);
  });

  it.each(Object.entries(makers))(
    '%s: recorded steps have the bits of steps one call after the other',
    (_, make) => {
      expect(steps(subject, make(), true)).toEqual(expected);
    },
  );
});

describe('a layer whose arithmetic would not be replayed', () => {
  const registry: Record<string, LayerType> = layerTypes;
  afterEach(() => {
    delete registry.wrong;
  });

  it.each(Object.entries(makers))('%s: is refused as the step is recorded, with the rule', (_, make) => {
    const double = (x: Float64Array, y: Float64Array) => {
      for (let i = 0; i < y.length; i++) y[i] = 2 * x[i];
    };
    registry.wrong = {
      options: () => z.strictObject({}),
      build: (_, x, graph) =>
        graph.apply(
          { op: 'double', forward: ([x], y) => double(x as never, y as never), backward() {} },
          [x],
          x.columns,
        ),
    };
    const kernels = make();
    const config = {
      layers: [{ type: 'wrong' }],
      head: smallNetwork({}).config.head,
      penalties: { l1: 0, l2: 0 },
    };
    const network = new Network(config, WIDTH, WIDTH, kernels).allocate(ROWS);
    const pass = { training: true, frozen: false, random: random(1, 'masks') };
    const record = () => kernels.record(() => network.forward(ROWS, pass)).run();
    expect(record).toThrow(MlpError);
    expect(record).toThrow(/what no kernel does goes through kernels\.runInJs/);
  });
});
