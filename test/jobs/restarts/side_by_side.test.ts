import { describe, expect, test } from 'vitest';
import { backends, type Kernels, type TrainCallbacks, type TrainState } from '../../../src/index.js';
import { createWasmKernels } from '../../../src/kernels/index.js';
import { decodeCheckpoint, encodeCheckpoint } from '../../../src/run/checkpoint.js';
import { runs, sample } from '../../helpers/runs.js';
import {
  type Course,
  clouds,
  expectSameBits,
  plane,
  type Rows,
  type Settings,
  type Trained,
  trained,
} from '../../training/support.js';

const layers = [{ type: 'dense', units: 4, activation: 'tanh' }];
const training = { epochs: 4, batch_size: 8, restarts: 5 };
const rows = clouds(22);
const weighted: Rows = {
  ...rows,
  train: { ...rows.train, weights: Float64Array.from({ length: 22 }, (_, i) => i % 4) },
};
const codes: Rows = {
  train: { x: rows.train.x },
  validation: { x: rows.validation!.x },
  inputs: 2,
  target: { kind: 'reconstruction' },
};

const sgd = (learning_rate: number) => ({ type: 'sgd', learning_rate });
const cases: [what: string, Settings, Rows][] = [
  ['adam and a schedule', { layers, optimizer: { type: 'adam', schedule: 'one_cycle' }, training }, rows],
  [
    'masks',
    { layers: [...layers, { type: 'dropout', rate: 0.4 }, { type: 'noise', sd: 0.1 }], training },
    rows,
  ],
  ['statistics', { layers: [{ type: 'dense', units: 4 }, { type: 'batch_norm' }], training }, rows],
  ['lbfgs', { layers, optimizer: 'lbfgs', training: { epochs: 20, batch_size: 'full', restarts: 3 } }, rows],
  [
    'early stopping, by which restarts have different lengths',
    {
      layers,
      optimizer: sgd(0.5),
      training: { ...training, epochs: 60, early_stopping: { metric: 'accuracy', patience: 3 } },
    },
    rows,
  ],
  ['weights of rows and classes', { layers, training: { ...training, class_weight: 'balanced' } }, weighted],
  [
    'folds',
    { layers, ensemble: { type: 'folds', members: 3, shared: 2 }, training: { ...training, restarts: 1 } },
    { ...weighted, validation: undefined },
  ],
  [
    'restarts that are all kept',
    { layers, training: { ...training, restarts: { count: 3, keep: 'all' } } },
    rows,
  ],
  ['no validation', { layers, optimizer: sgd(0.01), training: { ...training, l2: 0.01 } }, plane(20)],
  ['a reconstruction', { layers, training }, codes],
  [
    'some diverge',
    {
      layers: [{ type: 'dense', units: 3, activation: 'relu' }],
      optimizer: sgd(0.55),
      training: { ...training, epochs: 300 },
    },
    plane(12),
  ],
  ['all diverge', { layers, optimizer: sgd(1e308), training: { ...training, restarts: 3 } }, plane(12)],
];

/** Trains, and notes what callbacks are told. */
async function told(settings: Settings, data: Rows, course: Course): Promise<Trained & { said: unknown[] }> {
  const said: unknown[] = [];
  const callbacks: TrainCallbacks = {
    onEpoch: (record) => said.push(record),
    onRestart: (summary) => said.push(summary),
    ...course.callbacks,
  };
  return { ...(await trained(settings, data, { ...course, callbacks })), said };
}

/** Threads, whatever they cost. */
const beside = (threads: number, kernels?: Kernels): Course => ({ threads, leastSaved: 0, kernels });

/** Each case goes one of the ways in the short form. */
let turn = 0;
const ways: readonly (() => Course)[] = [
  () => beside(2, backends.js),
  () => beside(3, createWasmKernels({ threads: 1 })!),
];

describe('restarts side by side come to what they come to one after the other, and say so in the same order', () => {
  test.each(sample(cases, 3))('%s', async (_, settings, data) => {
    const whole = await told(settings, data, {});
    expect(whole.result.restarts.length).toBeGreaterThan(2);
    for (const way of sample(ways, 1, turn++)) {
      const parts = await told(settings, data, way());
      expectSameBits(parts.weights, whole.weights);
      expect(parts.result).toEqual(whole.result);
      expect(parts.said).toEqual(whole.said);
    }
  });

  test('data in the memory of the backend', async () => {
    const kernels = createWasmKernels({ threads: 2 })!;
    const placed = (vector: Float64Array) => {
      const place = kernels.allocateData(vector.length);
      place.set(vector);
      return place;
    };
    const data = { ...rows, train: { x: placed(rows.train.x), t: placed(rows.train.t!) } };
    const whole = await told({ layers, training }, rows, {});
    for (const course of runs([beside(2, kernels)], [{ kernels }, beside(2, kernels)])) {
      const parts = await told({ layers, training }, data, course);
      expectSameBits(parts.weights, whole.weights);
      expect(parts.said).toEqual(whole.said);
    }
  });

  test('the cases hold what they are for', async () => {
    const reasons = async (what: string) => {
      const [, settings, data] = cases.find(([name]) => name === what)!;
      return (await trained(settings, data)).result.restarts.map(({ stop_reason }) => stop_reason);
    };
    expect(new Set(await reasons('some diverge'))).toEqual(new Set(['diverged', 'epochs']));
    expect(new Set(await reasons('all diverge'))).toEqual(new Set(['diverged']));
    expect(await reasons('early stopping, by which restarts have different lengths')).toContain(
      'early_stopping',
    );
  });
});

/** Writes a state to a checkpoint file and reads it. */
function throughFile(state: TrainState, { config }: Trained): TrainState {
  const subject = { config, data: {} };
  return decodeCheckpoint(encodeCheckpoint(state, 1, subject), 'checkpoint', subject).state;
}

describe('interrupted and resumed', () => {
  const settings: Settings = {
    layers: [...layers, { type: 'dropout', rate: 0.2 }],
    training: { ...training, epochs: 150, restarts: 4 },
  };
  const many = clouds(160);

  /**
   * Interrupts when callbacks have been told of so many epochs, and goes on in so many threads, each time; then to
   * the end.
   */
  async function inParts(parts: readonly { epochs: number; threads: number }[]) {
    let resume: TrainState | undefined;
    let times = 0;
    for (const { epochs, threads } of [...parts, { epochs: Number.POSITIVE_INFINITY, threads: 2 }]) {
      let heard = 0;
      let state: TrainState | undefined;
      const outcome = await trained(settings, many, {
        ...beside(threads),
        resume,
        callbacks: {
          onEpoch: () => void heard++,
          stop: () => (heard >= epochs ? 'interrupted' : null),
          onCheckpoint: (latest) => {
            state = latest;
          },
        },
      });
      if (!outcome.result.interrupted) return { times, outcome };
      times++;
      expect(state!.current.restart).toBe(state!.finished.length);
      expect(outcome.result.restarts).toHaveLength(state!.finished.length + 1);
      expect(state!.history).toEqual(outcome.result.history);
      resume = throughFile(state!, outcome);
    }
    throw new Error('never came to an end');
  }

  test('at many points, in threads and without, it ends in the same bits', async () => {
    const whole = await trained(settings, many);
    const at = (...pairs: [epochs: number, threads: number][]) =>
      pairs.map(([epochs, threads]) => ({ epochs, threads }));
    const courses = [at([0, 2], [320, 2]), at([0, 3], [0, 1], [0, 2]), at([0, 2], [100, 3], [100, 2])];
    for (const parts of runs(courses.slice(0, 1), courses)) {
      const { times, outcome } = await inParts(parts);
      // more often or not, as a thread may be through before it is told to stop
      expect(times).toBeGreaterThan(0);
      expectSameBits(outcome.weights, whole.weights);
      expect(outcome.result).toEqual(whole.result);
    }
  });

  test('checkpoints come in order, and each goes on to the same bits', async () => {
    const whole = await trained(settings, many);
    const states: TrainState[] = [];
    await trained(settings, many, {
      ...beside(runs(2, 3)),
      callbacks: { checkpointEvery: 100, onCheckpoint: (state) => states.push(state) },
    });
    const places = states.map(({ current }) => 150 * current.restart + current.epoch);
    expect(places).toEqual([...new Set(places)].sort((a, b) => a - b));
    expect(places).toEqual(expect.arrayContaining([150, 300, 450, 600]));
    for (const state of sample(states, 1)) {
      expect(state.history).toHaveLength(150 * state.current.restart + state.current.epoch);
      const rest = await trained(settings, many, { ...beside(2), resume: throughFile(state, whole) });
      expectSameBits(rest.weights, whole.weights);
      expect(rest.result).toEqual(whole.result);
    }
  });
});

describe('time_limit', () => {
  const settings: Settings = { layers, training: { ...training, epochs: 100_000, restarts: 4 } };

  test('ends all that has begun, of which the best is kept, and nothing is left to do', async () => {
    let heard = 0;
    let state: TrainState | undefined;
    const outcome = await trained(settings, rows, {
      ...beside(2),
      callbacks: {
        onEpoch: () => void heard++,
        stop: () => (heard > 10 ? 'time_limit' : null),
        onCheckpoint: (latest) => {
          state = latest;
        },
      },
    });
    const { restarts, interrupted, winner } = outcome.result;
    expect(interrupted).toBe(false);
    expect(restarts.map(({ stop_reason }) => stop_reason)).toEqual(['time_limit', 'time_limit']);
    // a thread that started late has none
    expect(winner.value).toBe(Math.min(...restarts.flatMap(({ value }) => value ?? [])));

    const again = await trained(settings, rows, {
      ...beside(2),
      resume: throughFile(state!, outcome),
      callbacks: { onEpoch: () => expect.fail('there is nothing to train') },
    });
    expectSameBits(again.weights, outcome.weights);
    expect(again.result).toEqual(outcome.result);
  });
});

describe('what fails is an error of the program', () => {
  const broken = async (change: object, callbacks?: TrainCallbacks) => {
    const { config, dataset, network } = await trained({ layers, training }, rows);
    const { train } = await import('../../../src/index.js');
    const other = { ...config, ...change } as typeof config;
    return train(network, other, dataset, { ...beside(2), callbacks });
  };
  const aBug = (what: RegExp) =>
    expect.objectContaining({ name: 'MlpError', failure: 'bug', message: expect.stringMatching(what) });

  test('when a thread fails as it starts, or later', async () => {
    const sgd = { type: 'sgd', learning_rate: 1, momentum: 0, nesterov: false, weight_decay: 0 };
    const optimizer = { ...sgd, schedule: { type: 'none such' } };
    await expect(broken({ optimizer })).rejects.toEqual(
      aBug(/a thread that trains has failed: .*undefined.*; with --threads 1 there is none/),
    );
    // no milestones: it throws in the first step
    const later = { optimizer: { ...optimizer, schedule: { type: 'multistep', warmup_epochs: 0 } } };
    await expect(broken(later)).rejects.toEqual(aBug(/a thread that trains has failed/));
  });

  test('when it is another than a bug, it stays what it is', async () => {
    const dense = {
      ...layers[0],
      units: 2 ** 27,
      bias: true,
      initializer: { type: 'zeros' },
      bias_initializer: { type: 'auto' },
    };
    const activation = { type: 'tanh' };
    await expect(broken({ layers: [{ ...dense, activation }] })).rejects.toEqual(
      expect.objectContaining({ name: 'MlpError', failure: 'config' }),
    );
  });

  test('when a callback throws, with its error', async () => {
    const throwing = () => {
      throw new Error('the disk is full');
    };
    const all = [{ onEpoch: throwing }, { onCheckpoint: throwing }, { stop: throwing }];
    for (const callbacks of sample(all, 1))
      await expect(broken({}, callbacks)).rejects.toThrow('the disk is full');
  });
});

describe('who has to see each network gets restarts one after the other', () => {
  const courses: [string, Course][] = [
    ['initialize', { initialize: () => {} }],
    ['onSteps', { callbacks: { onSteps: () => {} } }],
  ];
  test.each(courses)('%s', async (_, course) => {
    let pauses = 0;
    const callbacks = { ...course.callbacks, pause: () => void pauses++ };
    await trained({ layers, training }, rows, { ...beside(3), ...course, callbacks });
    // a thread of its own does not pause
    expect(pauses).toBeGreaterThan(0);
  });
});
