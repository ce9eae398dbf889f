import { describe, expect, it } from 'vitest';
import {
  backends,
  buildNetwork,
  datasetFromArrays,
  type Inputs,
  type Kernels,
  type Network,
  parseConfig,
  prepareDataset,
  random,
  train,
} from '../../src/index.js';
import golden from '../golden/encoders.json' with { type: 'json' };
import { expectClose } from './laws/numeric.js';

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
