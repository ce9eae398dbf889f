import { describe, expect, test } from 'vitest';
import type { Job, JobCallbacks } from '../../src/jobs/job.js';
import { type JobOptions, runJobs } from '../../src/jobs/run_jobs.js';
import type { BackendName } from '../../src/kernels/index.js';
import type { TrainingOutcome } from '../../src/training/records.js';
import type { TrainingState } from '../../src/training/saved_run.js';
import { runs } from '../helpers/runs.js';
import { clouds, expectSameBits, prepared, type Rows, type Settings, trained } from '../training/support.js';

const FOLDS = 3;
const tanh = [{ type: 'dense', units: 4, activation: 'tanh' }];

/**
 * Trials of a search, as different as can be: layers, optimizer, batches, what is kept from step to step, and how
 * long they go on.
 */
const trials: Settings[] = [
  {
    layers: tanh,
    optimizer: { type: 'adam', schedule: 'one_cycle' },
    training: { epochs: 12, batch_size: 8 },
  },
  {
    layers: [
      { type: 'dense', units: 6, activation: 'relu' },
      { type: 'batch_norm' },
      { type: 'dropout', rate: 0.3 },
    ],
    optimizer: { type: 'sgd', momentum: 0.9, learning_rate: 0.05 },
    training: { epochs: 30, batch_size: 5, early_stopping: { patience: 3 }, class_weight: 'balanced' },
  },
  { layers: tanh, optimizer: 'lbfgs', training: { epochs: 15, batch_size: 'full', l2: 0.01 } },
];

const data = clouds(60);
/** Weights of the rows, and classes of unequal size. */
const weighted: Rows = {
  ...data,
  train: {
    x: data.train.x,
    t: data.train.t!.map((t, i) => (i % 5 === 0 ? 0 : t)),
    weights: Float64Array.from({ length: 60 }, (_, i) => 1 + (i % 4)),
  },
};

const where = (isIn: (row: number) => boolean) =>
  Float64Array.from([...Array(60).keys()].filter((row) => isIn(row)));
/** Folds of a cross-validation: each is measured on every third row. */
const folds = Array.from({ length: FOLDS }, (_, k) => ({
  train: where((row) => row % FOLDS !== k),
  validation: where((row) => row % FOLDS === k),
}));
/** Half of the rows, measured on the data's own validation rows: a learning curve. */
const half = { train: where((row) => row < 30) };

/** A trial's config; the data of all trials are the same object. */
const configs = trials.map((settings) => prepared(settings, weighted).config);
const { dataset, inputs, outputs } = prepared(trials[0], weighted);

/** Rows of the jobs of each trial; undefined: all, by the splits of the data. */
const splits = [...folds, half, undefined];

const jobs: Job[] = configs.flatMap((config, trial) =>
  splits.map((rows, i) => ({
    ...{ config, inputs, outputs, data: dataset, rows },
    seed: { value: 10 * trial + i, restart: i },
  })),
);

/** The rows that a job trains and is measured on, as data of their own. */
function copiedRows({ rows }: Job): Rows {
  const pick = (indices: Float64Array) => ({
    x: Float64Array.from([...indices].flatMap((i) => [...weighted.train.x.subarray(2 * i, 2 * i + 2)])),
    t: Float64Array.from(indices, (i) => weighted.train.t![i]),
    weights: Float64Array.from(indices, (i) => weighted.train.weights![i]),
  });
  return {
    ...weighted,
    train: rows?.train ? pick(rows.train) : weighted.train,
    validation: rows?.validation ? pick(rows.validation) : weighted.validation,
  };
}

interface Heard {
  readonly outcomes: readonly TrainingOutcome[];
  /** Everything that callbacks were told but states, in its order. */
  readonly told: unknown[];
  readonly weights: Float64Array[];
  /** The latest state of each job. */
  readonly states: (TrainingState | undefined)[];
}

async function run(given: readonly Job[], options: JobOptions = {}): Promise<Heard> {
  const told: unknown[] = [];
  const weights: Float64Array[] = [];
  const states: (TrainingState | undefined)[] = [];
  const callbacks: JobCallbacks = {
    onEpoch(job, record) {
      told.push([job, record]);
      options.callbacks?.onEpoch?.(job, record);
    },
    onCheckpoint(job, state) {
      states[job] = state;
    },
    onEnd(job, outcome, weightsOf) {
      told.push([job, outcome]);
      weights[job] = weightsOf();
    },
  };
  const outcomes = await runJobs(given, { leastSaved: 0, ...options, callbacks });
  return { outcomes, told, weights, states };
}

function expectSame(actual: Heard, expected: Heard): void {
  expect(actual.outcomes).toEqual(expected.outcomes);
  expect(actual.told).toEqual(expected.told);
  for (const [job, weights] of expected.weights.entries()) expectSameBits(actual.weights[job], weights);
}

const ways: [threads: number, backend: BackendName][] = [
  [1, 'wasm'],
  [2, 'js'],
  [3, 'wasm'],
];

describe('jobs with configs, rows and seeds of their own', () => {
  test('come to the same bits and callbacks in order and side by side', async () => {
    const inOrder = await run(jobs, { backend: 'js' });
    expect(inOrder.outcomes).toHaveLength(jobs.length);
    const reasons = new Set(inOrder.outcomes.map(({ stop_reason }) => stop_reason));
    expect([...reasons]).toEqual(expect.arrayContaining(['epochs', 'early_stopping']));
    expect(new Set(inOrder.weights.map((weights) => weights.join())).size).toBe(jobs.length);
    for (const [threads, backend] of runs(ways.slice(-1), ways))
      expectSame(await run(jobs, { threads, backend }), inOrder);
  });

  test('each comes to what it comes to by itself, on rows of its own', async () => {
    const { outcomes, weights, told } = await run(jobs);
    let compared = 0;
    for (const [i, job] of jobs.entries()) {
      const { value: seed, restart } = job.seed;
      const settings = trials[Math.floor(i / splits.length)];
      // a restart of that number, which is what its random numbers go by
      const training = { ...(settings.training as object), restarts: restart + 1 };
      const alone = await trained({ ...settings, training, seed }, copiedRows(job));
      const { history, restarts, winner } = alone.result;
      expect(outcomes[i]).toEqual(restarts[restart]);
      const records = history.filter((record) => record.restart === restart).map((record) => [i, record]);
      expect(told.filter((each) => (each as [number])[0] === i)).toEqual([...records, [i, outcomes[i]]]);
      if (winner.restart !== restart) continue;
      expectSameBits(weights[i], alone.weights);
      compared++;
    }
    expect(compared).toBeGreaterThanOrEqual(trials.length);
  });

  test('differ by both numbers of the seed, and by nothing that ran before', async () => {
    const seeds = [
      [1, 0],
      [2, 0],
      [1, 1],
      [1, 0],
    ].map(([value, restart]) => ({ value, restart }));
    const { weights } = await run(seeds.map((seed) => ({ ...jobs[0], seed })));
    expect(new Set(weights.map((vector) => vector.join())).size).toBe(3);
    expectSameBits(weights[3], weights[0]);
  });

  test('jobs that are interrupted go on to the same bits, in order or side by side', async () => {
    const whole = await run(jobs);
    const epochs = whole.told.length - jobs.length;
    // beside each other jobs are interrupted at once, as nobody knows how far which of them are at some later moment
    const parts: [limit: number, way: (typeof ways)[number]][] = [
      ...runs([0], [0, 1]).flatMap((): [number, (typeof ways)[number]][] => [
        [0.3 * epochs, ways[0]],
        ...runs(ways.slice(1, 2), ways.slice(1)).map((way): [number, typeof way] => [0, way]),
      ]),
      [Infinity, ways[1]],
    ];
    let left: readonly Job[] = jobs;
    let finished: readonly TrainingOutcome[] = [];
    const told: unknown[] = [];
    const weights: Float64Array[] = [];
    for (const [limit, [threads, backend]] of parts) {
      let heard = 0;
      const part = await run(left, {
        ...{ threads, backend, finished },
        stepsAtOnce: 1,
        callbacks: { onEpoch: () => void heard++ },
        stop: () => (heard >= limit ? 'interrupted' : null),
      });
      for (const [job, vector] of part.weights.entries()) if (vector) weights[job] = vector;
      const isWhole = limit === Infinity;
      finished = isWhole ? part.outcomes : part.outcomes.slice(0, -1);
      told.push(...(isWhole ? part.told : part.told.slice(0, -1)));
      if (isWhole) continue;
      const job = finished.length;
      expect(part.outcomes[job].stop_reason).toBe('interrupted');
      const state = structuredClone(part.states[job]!);
      expect(state.stopReason).toBe(null);
      left = jobs.map((each, k) => (k === job ? { ...each, state } : each));
    }
    expect(finished).toEqual(whole.outcomes);
    expect(told).toEqual(whole.told);
    for (const [job, vector] of whole.weights.entries()) expectSameBits(weights[job], vector);
  });

  test('states of checkpoints are of each job, in order', async () => {
    const { states } = await run(jobs.slice(0, 3), { threads: 2, backend: 'js', checkpointEvery: 4 });
    expect(states.map((state) => [state!.restart, state!.epoch, state!.stopReason])).toEqual([
      [0, 12, 'epochs'],
      [1, 12, 'epochs'],
      [2, 12, 'epochs'],
    ]);
  });

  test('a time limit ends all that has begun', async () => {
    let heard = 0;
    const slow = jobs.map((job) => ({
      ...job,
      config: { ...configs[0], training: { ...configs[0].training, epochs: 1e6 } },
    }));
    const { outcomes } = await run(slow, {
      ...{ threads: 2, backend: 'js' },
      callbacks: { onEpoch: () => void heard++ },
      stop: () => (heard > 10 ? 'time_limit' : null),
    });
    expect(outcomes.map(({ stop_reason }) => stop_reason)).toEqual(['time_limit', 'time_limit']);
  });

  test('none, or none that are left, are done', async () => {
    expect(await runJobs([], {})).toEqual([]);
    const { outcomes } = await run(jobs.slice(0, 1));
    expect(await runJobs(jobs.slice(0, 1), { finished: outcomes })).toEqual(outcomes);
  });
});
