import { describe, expect, test } from 'vitest';
import type { MlpError, Network, TrainCallbacks } from '../../src/index.js';
import { predictSplit } from '../../src/training/measuring/predictions.js';
import type { TrainingRun } from '../../src/training/run.js';
import { clouds, expectSameBits, plane, prepared, type Rows, type Settings, trained } from './support.js';

const hidden = [{ type: 'dense', units: 4, activation: 'tanh' }];

/** Looks at training after each epoch. */
const afterEpochs = (look: (run: TrainingRun & { readonly network: Network }) => void): TrainCallbacks => ({
  onSteps: (run, network) => run.batch === 0 && look({ ...run, network }),
});

describe('early stopping', () => {
  // A learning rate of 0 but for rounding: nothing changes, so that epoch 1 is the best.
  const still = { type: 'sgd', learning_rate: 1e-300 };
  test.each([
    ['loss', 1],
    ['loss', 3],
    ['accuracy', 3],
  ])('by %s: patience %i is so many epochs without improvement', async (metric, patience) => {
    const training = { epochs: 50, early_stopping: { metric, patience } };
    const { result } = await trained({ layers: hidden, optimizer: still, training }, clouds(12));
    expect(result.winner).toMatchObject({
      stop_reason: 'early_stopping',
      epochs: 1 + patience,
      best_epoch: 1,
    });
    expect(result.history).toHaveLength(1 + patience);
  });

  test('looks at training where there is no validation', async () => {
    const training = { epochs: 50, early_stopping: { patience: 2 } };
    const { result } = await trained({ layers: hidden, optimizer: still, training }, plane(12));
    expect(result.winner).toMatchObject({ stop_reason: 'early_stopping', epochs: 3 });
  });

  test('cannot look at a metric that training does not measure', () => {
    const training = { early_stopping: { metric: 'r2' } };
    expect(() => prepared({ training }, plane(12))).toThrow(
      expect.objectContaining<Partial<MlpError>>({
        failure: 'config',
        message:
          'training.early_stopping.metric: r2 is measured on a validation split, and there is none; ' +
          'use loss, which is that of training then, or data.split',
      }),
    );
  });
});

describe('restore_best', () => {
  // Too high a learning rate for a good end.
  const settings = (restore_best: boolean): Settings => ({
    layers: hidden,
    optimizer: { type: 'sgd', learning_rate: 5 },
    training: { epochs: 15, batch_size: 2, restore_best },
  });

  test('leaves the weights of the best epoch, or else those of the last', async () => {
    const rows = clouds(20);
    const snapshots: Float64Array[] = [];
    const best = await trained(settings(true), rows, {
      callbacks: afterEpochs(({ network }) => snapshots.push(network.snapshot())),
    });
    const last = await trained(settings(false), rows);
    const losses = best.result.history.map(({ validation }) => validation!.loss);
    const epoch = losses.indexOf(Math.min(...losses));
    expect(epoch).toBeLessThan(14);
    expect(best.result.winner).toMatchObject({ best_epoch: epoch + 1, value: losses[epoch], epochs: 15 });
    expectSameBits(best.weights, snapshots[epoch]);
    expect(predictSplit(best.network, best.dataset.validation!).loss).toBe(losses[epoch]);
    expect(last.result.winner).toMatchObject({ best_epoch: 15, value: losses[14] });
    expectSameBits(last.weights, snapshots[14]);
  });

  test('is on where there is validation, and off where there is none', () => {
    expect(prepared({}, clouds(9)).config.training.restore_best).toBe(true);
    expect(prepared({}, plane(9)).config.training.restore_best).toBe(false);
  });
});

describe('restarts', () => {
  test('each is a run of its own, all are reported, and the best on validation wins', async () => {
    const settings = { layers: hidden, optimizer: { type: 'adam' }, training: { epochs: 3, restarts: 4 } };
    const rows = clouds(20);
    const ends: Float64Array[] = [];
    const { result, weights } = await trained(settings, rows, {
      callbacks: afterEpochs(({ epoch, network }) => {
        if (epoch === 3) ends.push(network.snapshot());
      }),
    });
    expect(result.restarts.map(({ restart }) => restart)).toEqual([0, 1, 2, 3]);
    expect(result.history.map(({ restart, epoch }) => [restart, epoch])).toHaveLength(12);
    const values = result.restarts.map(({ value }) => value!);
    expect(new Set(values).size).toBe(4);
    const best = values.indexOf(Math.min(...values));
    expect(result.winner).toBe(result.restarts[best]);
    expectSameBits(weights, ends[best]);
    // The first is the run without restarts.
    const single = await trained({ ...settings, training: { epochs: 3 } }, rows);
    expectSameBits(single.weights, ends[0]);
  });

  test('by an accuracy the highest wins', async () => {
    const training = { epochs: 2, restarts: 5, early_stopping: { metric: 'accuracy' } };
    const { result } = await trained({ layers: hidden, training }, clouds(20));
    const values = result.restarts.map(({ value }) => value!);
    expect(new Set(values).size).toBeGreaterThan(1);
    expect(result.winner.value).toBe(Math.max(...values));
  });

  test('one that diverged does not win, however good it was before', async () => {
    // Restart 0 begins with good weights and is broken after epoch 2, restart 1 stays at bad ones.
    const optimizer = { type: 'sgd', learning_rate: 1e-12, schedule: { type: 'constant' } };
    let restart = -1;
    const initialize = ({ w }: Network) => {
      restart++;
      w.set(restart === 0 ? [2, -1, 0] : [9, 9, 9]);
    };
    const rows: Rows = { ...plane(8), validation: plane(8).train };
    const breakLater = ({ epoch, network }: TrainingRun & { readonly network: Network }) => {
      if (restart === 0 && epoch === 2) network.w[0] = Number.NaN;
    };
    const { result, weights } = await trained(
      { optimizer, training: { epochs: 4, restarts: 2, batch_size: 'full' } },
      rows,
      { initialize, callbacks: afterEpochs(breakLater) },
    );
    expect(result.restarts).toMatchObject([
      { stop_reason: 'diverged', divergence: { epoch: 3, step: 3, layer: 'head.weight' } },
      { stop_reason: 'epochs' },
    ]);
    expect(result.restarts[0].value!).toBeLessThan(result.restarts[1].value!);
    expect(result.winner).toBe(result.restarts[1]);
    expect(weights[0]).toBeGreaterThan(8);
  });
});

describe('divergence', () => {
  const settings: Settings = {
    layers: [{ type: 'dense', units: 3, activation: 'relu' }],
    optimizer: { type: 'sgd', learning_rate: 1e6 },
    training: { epochs: 50, batch_size: 4 },
  };

  test('names epoch, step and tensor, and keeps the weights of the last epoch in which all was finite', async () => {
    const rows = plane(12);
    const snapshots: Float64Array[] = [];
    const { result, weights, network } = await trained(settings, rows, {
      initialize: ({ w }) => void w.fill(0.1),
      callbacks: afterEpochs(({ network }) => snapshots.push(network.snapshot())),
    });
    const { winner, history } = result;
    const { epoch, step, layer } = winner.divergence!;
    expect(winner.stop_reason).toBe('diverged');
    expect(epoch).toBe(Math.ceil(step / 3));
    expect(layer).toMatch(/^(layers\.0|head)|^output of/);
    expect(winner.best_epoch).toBe(epoch - 1);
    expect(network.isFinite()).toBe(true);
    expect(history.length).toBeLessThan(50);
    if (epoch > 1) expectSameBits(weights, snapshots[epoch - 2]);
  });

  test('in the last step of an epoch it is of that epoch', async () => {
    // One row, one step an epoch: w = 0.1 gives a loss that is finite, and a step that is not.
    const rows: Rows = {
      train: { x: Float64Array.of(1e150), t: Float64Array.of(0) },
      inputs: 1,
      target: { kind: 'numbers', columns: 1 },
    };
    const optimizer = { type: 'sgd', learning_rate: 1e300 };
    const { result, weights } = await trained({ optimizer, training: { epochs: 5 } }, rows, {
      initialize: ({ w }) => void w.set([0.1, 0]),
    });
    expect(result.winner).toMatchObject({
      divergence: { epoch: 1, step: 1, layer: 'head.weight' },
      best_epoch: 0,
      epochs: 1,
      value: null,
    });
    expect([...weights]).toEqual([0.1, 0]);
  });

  test('of the loss alone: the weights stay, the output is named', async () => {
    const rows: Rows = {
      train: { x: Float64Array.of(1e200), t: Float64Array.of(0) },
      inputs: 1,
      target: { kind: 'numbers', columns: 1 },
    };
    const { result } = await trained({ training: { epochs: 5 } }, rows, {
      initialize: ({ w }) => void w.set([1, 0]),
    });
    expect(result.winner.divergence).toEqual({ epoch: 1, step: 1, layer: 'head', what: 'loss' });
    expect(result.history).toEqual([]);
  });

  test('of lbfgs is told like any other', async () => {
    const rows: Rows = {
      train: { x: Float64Array.of(1e200, 1), t: Float64Array.of(0, 1) },
      inputs: 1,
      target: { kind: 'numbers', columns: 1 },
    };
    const settings = { optimizer: { type: 'lbfgs' }, training: { epochs: 5, batch_size: 'full' } };
    const { result, network } = await trained(settings, rows, { initialize: ({ w }) => void w.set([1, 0]) });
    expect(result.winner.stop_reason).toBe('diverged');
    expect(network.isFinite()).toBe(true);
  });
});
