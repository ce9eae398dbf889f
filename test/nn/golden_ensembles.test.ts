import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  type ArrayTarget,
  buildNetwork,
  datasetFromArrays,
  evaluationPass,
  type Network,
  parseConfig,
  prepareDataset,
  random,
  train,
} from '../../src/index.js';
import { expectClose } from './laws/numeric.js';

type Numbers = number | Numbers[];
type Tensors = Readonly<Record<string, Numbers>>;

/** An ensemble of PyTorch (make_ensembles.py): how it starts, its gradients there, and what training makes of it. */
interface Golden {
  readonly name: 'classification' | 'regression';
  readonly members: number;
  readonly units: readonly number[];
  readonly X: number[][];
  readonly Y: number[] | number[][];
  readonly init: Tensors;
  readonly training_loss: number;
  readonly prediction: number[][];
  readonly prediction_loss: number;
  readonly gradients: Tensors;
  readonly dX: number[][];
  readonly optimizer: object;
  readonly losses: number[];
  readonly final: Tensors;
  readonly final_prediction: number[][];
  readonly final_prediction_loss: number;
}

const file = new URL('../golden/ensembles.json', import.meta.url);
const cases: Golden[] = JSON.parse(readFileSync(file, 'utf8')).cases;

const flat = (numbers: Numbers): number[] => (Array.isArray(numbers) ? numbers.flatMap(flat) : [numbers]);
const shapeOf = (numbers: Numbers): number[] =>
  Array.isArray(numbers) ? [numbers.length, ...shapeOf(numbers[0])] : [];

function prepared({ name, members, units, X, Y, optimizer, losses }: Golden) {
  const config = parseConfig({
    data: { train: '-' },
    layers: units.map((width) => ({ type: 'dense', units: width, activation: 'tanh' })),
    head: name === 'classification' ? { activation: 'softmax' } : {},
    ensemble: { type: 'shared', members },
    optimizer,
    training: { epochs: losses.length, batch_size: 'full', shuffle: false },
  });
  const target: ArrayTarget =
    name === 'classification'
      ? { kind: 'classes', classes: ['a', 'b', 'c'] }
      : { kind: 'numbers', columns: (Y as number[][])[0].length };
  const x = Float64Array.from(X.flat());
  const train = { x, t: Float64Array.from(Y.flat()) };
  return prepareDataset({ ...config, name }, datasetFromArrays({ train, inputs: X[0].length, target }));
}

const start =
  ({ init }: Golden) =>
  (network: Network) => {
    for (const { name, view } of network.parameters) view.set(flat(init[name]));
  };

describe.each(cases)('$name by an ensemble, against PyTorch', (golden) => {
  const { config, dataset, inputs, outputs } = prepared(golden);
  const { rows, x, t } = dataset.train;
  const fill = (network: Network) => {
    network.x.set(x);
    if (t.length === network.t.length) network.t.set(t);
    else for (let i = 0; i < rows; i++) network.t[i * network.outputs + t[i]] = 1;
  };
  const pass = { training: true, frozen: false, random: random(0, 'masks') };
  const lossOf = (losses: Float64Array) => losses.reduce((sum, loss) => sum + loss, 0) / rows;

  it('the loss that is trained, every gradient, the prediction and its loss, at the initial weights', () => {
    const network = buildNetwork(config, inputs, outputs, undefined, { inputGradient: true }).allocate(rows);
    start(golden)(network);
    fill(network);
    network.forward(rows, pass);
    expectClose([lossOf(network.trainingLosses(rows))], [golden.training_loss], 1e-13, 0);
    network.backward(new Float64Array(rows).fill(1 / rows), rows, pass);
    expect(Object.keys(golden.gradients).sort()).toEqual(network.parameters.map(({ name }) => name).sort());
    for (const { name, shape, gradient } of network.parameters) {
      expect(shape, name).toEqual(shapeOf(golden.gradients[name]));
      expectClose(gradient.view, flat(golden.gradients[name]), 1e-11, 1e-15);
    }
    expectClose(network.dx!, golden.dX.flat(), 1e-11, 1e-15);

    expectClose(network.forward(rows, evaluationPass), golden.prediction.flat(), 1e-13, 0);
    expectClose([lossOf(network.losses(rows))], [golden.prediction_loss], 1e-13, 0);
  });

  it('the losses of 20 steps, the weights after them, the prediction and its loss', async () => {
    const network = buildNetwork(config, inputs, outputs).allocate(rows);
    const { history } = await train(network, config, dataset, { initialize: start(golden) });
    expectClose(
      history.map((record) => record.train.loss),
      golden.losses,
      1e-12,
      0,
    );
    for (const { name, view } of network.parameters)
      expectClose(view, flat(golden.final[name]), 1e-11, 1e-13);
    fill(network);
    expectClose(network.forward(rows, evaluationPass), golden.final_prediction.flat(), 1e-12, 0);
    expectClose([lossOf(network.losses(rows))], [golden.final_prediction_loss], 1e-12, 0);
  });
});
