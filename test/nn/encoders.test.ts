import { describe, expect, it } from 'vitest';
import {
  backends,
  buildNetwork,
  datasetFromArrays,
  gradcheck,
  type Inputs,
  type Kernels,
  Network,
  parseConfig,
  prepareDataset,
  random,
  train,
} from '../../src/index.js';
import golden from '../golden/encoders.json' with { type: 'json' };
import { exampleEncoders } from './example_encoders.js';
import { expectClose } from './laws/numeric.js';
import { smallNetwork } from './small_network.js';

const { edges } = golden;
const inputs: Inputs = {
  columns: 4,
  encoded: [
    { type: 'piecewise_linear', column: 'age', input: 1, width: 3, edges: edges.age },
    { type: 'embedding', column: 'kind', input: 2, width: 2, levels: 4, hasUnseen: false },
    { type: 'piecewise_linear', column: 'fare', input: 3, width: 2, edges: edges.fare },
  ],
};
const rows = golden.x.length;

const dataset = datasetFromArrays({
  train: { x: Float64Array.from(golden.x.flat()), t: Float64Array.from(golden.t) },
  inputs: 4,
  target: { kind: 'numbers', columns: 1 },
});
const parsed = parseConfig({
  data: { train: '-' },
  layers: [{ type: 'dense', units: 4, activation: 'tanh' }],
  optimizer: { type: 'adamw', learning_rate: 0.05, weight_decay: 0.1 },
  training: { epochs: golden.losses.length, batch_size: 'full' },
});
const { config } = prepareDataset({ ...parsed, name: 'golden' }, dataset);

const build = (kernels?: Kernels): Network =>
  buildNetwork(config, inputs, 1, kernels, { inputGradient: true }).allocate(rows);

function start(network: Network): void {
  for (const [name, values] of Object.entries(golden.start)) {
    const parameter = network.parameters.find((each) => each.name === name)!;
    parameter.view.set(values.flat());
  }
}

const pass = { training: true, frozen: false, random: random(0, 'masks') };

/** A pass there and back. */
function step(network: Network): void {
  network.x.set(golden.x.flat());
  network.t.set(golden.t);
  network.forward(rows, pass);
  network.losses(rows);
  for (const { gradient } of network.parameters) gradient.view.fill(Number.NaN);
  network.backward(new Float64Array(rows).fill(1 / rows), rows, pass);
}

describe.each(['js', 'wasm'] as const)('encoders of columns against PyTorch, %s', (backend) => {
  const kernels = backends[backend];
  it('output, loss and all gradients', () => {
    const network = build(kernels);
    start(network);
    step(network);
    expect(network.parameters.map(({ name }) => name)).toEqual(Object.keys(golden.start));
    expectClose(network.outputOf(network.graph.layers[0]), golden.z.flat(), 1e-13, 1e-15);
    expectClose([network.rowLosses.reduce((sum, loss) => sum + loss) / rows], [golden.loss], 1e-13, 0);
    for (const [name, values] of Object.entries(golden.gradients)) {
      const { gradient } = network.parameters.find((each) => each.name === name)!;
      expectClose(gradient.view, values.flat(), 1e-11, 1e-14);
    }
    expectClose(network.dx!, golden.dx.flat(), 1e-11, 1e-14);
  });

  it('some steps of AdamW', async () => {
    const network = build(kernels);
    const { history } = await train(network, config, dataset, { initialize: start });
    expectClose(
      history.map((record) => record.train.loss),
      golden.losses,
      1e-10,
      0,
    );
    for (const [name, values] of Object.entries(golden.end))
      expectClose(network.parameters.find((each) => each.name === name)!.view, values.flat(), 1e-9, 1e-12);
  });
});

describe.each(Object.entries(exampleEncoders))('encoder %s', (_, encoded) => {
  const layers = [{ type: 'dense', units: 3, activation: 'tanh' }];

  it('has the gradients of the differences, by its parameters and by x', () => {
    const network = smallNetwork({ encoded, inputs: 4, rows: 9, layers });
    const options = { method: 'central', epsilon: 1e-6, atol: 1e-8, rtol: 1e-6 } as const;
    const scale = new Float64Array(9).fill(1 / 9);
    const { passed, tensors } = gradcheck(network, scale, 9, random(0, 'masks'), options);
    expect(passed).toBe(true);
    expect(tensors.map(({ name }) => name).filter((name) => name.startsWith('encoders.'))).toEqual(
      network.parameters.map(({ name }) => name).filter((name) => name.startsWith('encoders.')),
    );
  });

  it('gives a row the same bits alone as among others', () => {
    const network = smallNetwork({ encoded, inputs: 4, rows: 9, layers });
    const x = network.x.slice();
    const y = network.forward(9, pass).slice();
    for (let i = 0; i < 9; i++) {
      network.x.set(x.subarray(4 * i, 4 * i + 4));
      expect(network.forward(1, pass).slice(0, 3)).toEqual(y.slice(3 * i, 3 * i + 3));
    }
  });

  it('has tensors of names of their own, whatever the columns are called', () => {
    const names = smallNetwork({ encoded, inputs: 4 }).parameters.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { column } of encoded) expect(names).toContain(`encoders.${column}.weight`);
  });
});

it('starts without bins, and the unseen as zeros', () => {
  const network = new Network(
    { layers: [], head: config.head, penalties: { l1: 0, l2: 0 } },
    {
      columns: 4,
      encoded: [...exampleEncoders.piecewise_linear, exampleEncoders.embedding[0]].sort(
        (a, b) => a.input - b.input,
      ),
    },
    1,
    backends.js,
  ).allocate(1);
  network.w.fill(7); // as a restart finds it
  network.initialize(random(0, 'weights'));
  const view = (name: string) => network.parameters.find((each) => each.name === `encoders.${name}`)!.view;
  expect([...view('a.weight')]).toEqual(Array(12).fill(0));
  for (const value of view('a.slope')) expect(Math.abs(value)).toBeLessThanOrEqual(1 / Math.sqrt(3));
  expect([...view('k.weight').subarray(9)]).toEqual([0, 0, 0]);
  expect(
    view('k.weight')
      .subarray(0, 9)
      .every((value) => value !== 0),
  ).toBe(true);
});

it('decays the weights of bins with decay_on: "weights", and no slopes, biases or vectors', () => {
  const decays = build()
    .parameters.filter(({ isWeight }) => isWeight)
    .map(({ name }) => name);
  expect(decays).toEqual(['encoders.age.weight', 'encoders.fare.weight', 'layers.0.weight', 'head.weight']);
});
