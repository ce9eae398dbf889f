import { afterAll, describe, expect, test } from 'vitest';
import type { TrainState } from '../../src/jobs/restarts/state.js';
import { decodeCheckpoint, encodeCheckpoint } from '../../src/run/checkpoint.js';
import { sample } from '../helpers/runs.js';
import { everySetting } from './every_setting.js';
import { clouds, expectSameBits, prepared, type Rows, type Settings, trained } from './support.js';

const layers = [{ type: 'dense', units: 4, activation: 'tanh' }];
const rows = clouds(22);

/** 22 rows in batches of 8 are 3 steps an epoch, the last one short. */
const training = { epochs: 4, batch_size: 8 };

const cases = everySetting(training);

/** Writes a state to a checkpoint file and reads it: saving it again gives the same bytes. */
function throughFile(state: TrainState, settings: Settings, data: Rows): TrainState {
  const subject = { config: prepared(settings, data).config, data: {} };
  const bytes = encodeCheckpoint(state, 1, subject);
  const loaded = decodeCheckpoint(bytes, 'checkpoint', subject);
  expect(Buffer.compare(encodeCheckpoint(loaded.state, loaded.seconds, subject), bytes)).toBe(0);
  return loaded.state;
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
        onSteps: () => void steps++,
        stop: () => (steps >= limit ? 'interrupted' : null),
        onCheckpoint: (latest) => {
          state = latest;
        },
      },
    });
    if (!outcome.result.interrupted) return { ...outcome, steps, state: state! };
    resume = throughFile(state!, settings, data);
  }
  throw new Error('never came to an end');
}

let resumePoints = 0;
/** Each setting is interrupted after other steps. */
let turn = 0;
afterAll(() => {
  // `npx vitest run --config test/vitest.config.ts test/training/resume --reporter verbose` shows it
  console.log(`${resumePoints} resume points compared`);
});

describe('training that was interrupted ends in the same bits', () => {
  test.each(cases)('%s', async (_, settings) => {
    const whole = await withInterruptions(settings, rows, []);
    expect(whole.steps).toBeGreaterThan(4);
    const steps = Array.from({ length: whole.steps - 1 }, (_, i) => i + 1);
    for (const after of [...sample(steps, 1, turn++).map((step) => [step]), steps]) {
      const parts = await withInterruptions(settings, rows, after);
      expectSameBits(parts.weights, whole.weights);
      expect(parts.result).toEqual(whole.result);
      expect(parts.steps).toBe(whole.steps);
      resumePoints += after.length;
    }
  });

  test.each<[string, object]>([
    ['folds', { ensemble: { type: 'folds', members: 3 }, training: { epochs: 3, batch_size: 8 } }],
    [
      'folds of shared ensembles, with masks',
      {
        layers: [...layers, { type: 'dropout', rate: 0.3 }, { type: 'batch_norm' }],
        ensemble: { type: 'folds', members: 2, shared: 2 },
        training: { epochs: 3, batch_size: 8, early_stopping: { patience: 1 } },
      },
    ],
    ['restarts that are all kept', { training: { ...training, restarts: { count: 3, keep: 'all' } } }],
  ])('%s', async (_, more) => {
    const { validation, ...alone } = rows;
    const data = 'ensemble' in more ? alone : { ...alone, validation };
    const settings: Settings = { layers, ...more };
    const whole = await withInterruptions(settings, data, []);
    expect(whole.result.members!.length).toBeGreaterThan(1);
    const steps = Array.from({ length: whole.steps - 1 }, (_, i) => i + 1);
    for (const after of [...sample(steps, 1, turn++).map((step) => [step]), steps]) {
      const parts = await withInterruptions(settings, data, after);
      expectSameBits(parts.weights, whole.weights);
      expect(parts.result).toEqual(whole.result);
      resumePoints += after.length;
    }
    const again = await trained(settings, data, { resume: throughFile(whole.state, settings, data) });
    expect(again.result).toEqual(whole.result);
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
    const resume = throughFile(whole.state, settings, rows);
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
    expect(states.map(({ current }) => [current.restart, current.stopReason])).toEqual([
      [0, 'epochs'],
      [1, 'epochs'],
    ]);
    const parts = await trained(settings, rows, { resume: throughFile(states[0], settings, rows) });
    expectSameBits(parts.weights, whole.weights);
    expect(parts.result).toEqual(whole.result);
  });
});
