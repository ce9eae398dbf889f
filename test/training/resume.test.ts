import { describe, expect, test } from 'vitest';
import { optimizers } from '../../src/nn/optimizers/index.js';
import { schedules } from '../../src/nn/schedules/index.js';
import { decodeCheckpoint, encodeCheckpoint } from '../../src/run/checkpoint.js';
import type { TrainState } from '../../src/training/train.js';
import { clouds, expectSameBits, type Rows, type Settings, trained } from './support.js';

const layers = [{ type: 'dense', units: 4, activation: 'tanh' }];
const rows = clouds(22);

/** 22 rows in batches of 8 are 3 steps an epoch, the last one short. */
const training = { epochs: 4, batch_size: 8 };

const options: Readonly<Record<string, object>> = {
  step: { step_size: 1 },
  exponential: { gamma: 0.9 },
  cosine_restarts: { t_0: 2 },
  multistep: { milestones: [1, 2] },
  one_cycle: {},
  plateau: { patience: 1, factor: 0.5, threshold: 0.5 },
};

const cases: [what: string, Settings][] = [
  ...Object.keys(optimizers).map((type): [string, Settings] => [
    `optimizer ${type}`,
    {
      layers,
      optimizer: { type },
      training: type === 'lbfgs' ? { epochs: 12, batch_size: 'full' } : training,
    },
  ]),
  ['sgd with momentum', { layers, optimizer: { type: 'sgd', momentum: 0.9, nesterov: true }, training }],
  ['adam with amsgrad', { layers, optimizer: { type: 'adam', amsgrad: true, weight_decay: 0.1 }, training }],
  ...Object.keys(schedules).map((type): [string, Settings] => [
    `schedule ${type}`,
    {
      layers,
      optimizer: { type: 'sgd', schedule: { type, warmup_epochs: 1, ...options[type] } },
      // long enough for plateau to lower the rate
      training: { ...training, epochs: 7 },
    },
  ]),
  ['dropout', { layers: [...layers, { type: 'dropout', rate: 0.4 }], training }],
  ['noise', { layers: [{ type: 'noise', sd: 0.1 }, ...layers], training }],
  ['batch_norm', { layers: [{ type: 'dense', units: 4 }, { type: 'batch_norm' }], training }],
  ['restarts', { layers, training: { ...training, epochs: 2, restarts: 3 } }],
  [
    'early stopping',
    { layers, training: { ...training, epochs: 9, early_stopping: { patience: 2, min_delta: 0.1 } } },
  ],
  ['the last weights', { layers, training: { ...training, restore_best: false } }],
  ['no shuffling', { layers, training: { ...training, shuffle: false } }],
  [
    'penalties, clipping, class weights',
    {
      layers,
      training: { ...training, l1: 0.01, l2: 0.01, gradient_clip: { norm: 0.1 }, class_weight: 'balanced' },
    },
  ],
];

/** What a checkpoint file makes of a state. */
async function throughFile(state: TrainState, settings: Settings, data: Rows): Promise<TrainState> {
  const { config } = await trained(
    { ...settings, training: { epochs: 1, batch_size: 'full' }, optimizer: { type: 'sgd' } },
    data,
  );
  const subject = { config, data: {} };
  return decodeCheckpoint(encodeCheckpoint(state, 1, subject), 'checkpoint', subject).state;
}

/** Interrupts after the steps (counted over all restarts), going on from the checkpoint each time. */
async function withInterruptions(settings: Settings, data: Rows, after: readonly number[]) {
  let resume: TrainState | undefined;
  let steps = 0;
  for (const limit of [...after, Number.POSITIVE_INFINITY]) {
    let state: TrainState | undefined;
    const outcome = await trained(settings, data, {
      resume,
      callbacks: {
        stepsAtOnce: 1,
        onSteps() {
          steps++;
          return undefined;
        },
        stop: () => (steps >= limit ? 'interrupted' : null),
        onCheckpoint: (latest) => {
          state = latest;
        },
      },
    });
    if (!outcome.result.interrupted) return { ...outcome, steps, state: state! };
    resume = await throughFile(state!, settings, data);
  }
  throw new Error('never came to an end');
}

describe('training that was interrupted ends in the same bits', () => {
  test.each(cases)('%s', async (_, settings) => {
    const whole = await withInterruptions(settings, rows, []);
    expect(whole.steps).toBeGreaterThan(4);
    for (const after of [
      [1],
      [2, 3],
      [4],
      [5, 6, 7, 8],
      Array.from({ length: whole.steps - 1 }, (_, i) => i + 1),
    ]) {
      const parts = await withInterruptions(settings, rows, after);
      expectSameBits(parts.weights, whole.weights);
      expect(parts.result).toEqual(whole.result);
      expect(parts.steps).toBe(whole.steps);
    }
  });

  test('without a validation split', async () => {
    const { validation: _, ...alone } = rows;
    const settings = { layers, training };
    const whole = await withInterruptions(settings, alone, []);
    const parts = await withInterruptions(settings, alone, [1, 4, 6]);
    expectSameBits(parts.weights, whole.weights);
    expect(parts.result).toEqual(whole.result);
  });
});

describe('the state at the end', () => {
  test.each([
    ['epochs', { layers, training }],
    [
      'early_stopping',
      { layers, training: { ...training, epochs: 50, early_stopping: { patience: 1, min_delta: 9 } } },
    ],
    ['diverged', { layers, optimizer: { type: 'sgd', learning_rate: 1e308 }, training }],
    [
      'converged',
      { layers: [], optimizer: { type: 'lbfgs' }, training: { epochs: 500, batch_size: 'full', l2: 0.1 } },
    ],
  ])('%s: nothing is left to do, and the outcome is the same', async (reason, settings: Settings) => {
    const whole = await withInterruptions(settings, rows, []);
    expect(whole.result.winner.stop_reason).toBe(reason);
    const resume = await throughFile(whole.state, settings, rows);
    let steps = 0;
    const again = await trained(settings, rows, {
      resume,
      callbacks: { onSteps: () => void steps++, stepsAtOnce: 1 },
    });
    expect(steps).toBe(0);
    expectSameBits(again.weights, whole.weights);
    expect(JSON.stringify(again.result)).toBe(JSON.stringify(whole.result));
  });

  test('of a restart: the next one follows', async () => {
    const settings = { layers, training: { ...training, restarts: 2 } };
    const states: TrainState[] = [];
    const whole = await trained(settings, rows, {
      callbacks: { onCheckpoint: (state) => states.push(state) },
    });
    expect(states.map(({ trainer }) => [trainer.restart, trainer.stopReason])).toEqual([
      [0, 'epochs'],
      [1, 'epochs'],
    ]);
    const parts = await trained(settings, rows, { resume: await throughFile(states[0], settings, rows) });
    expectSameBits(parts.weights, whole.weights);
    expect(parts.result).toEqual(whole.result);
  });
});
