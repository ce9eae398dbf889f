import { describe, expect, test } from 'vitest';
import { decodeSafetensors, encodeSafetensors } from '../../src/files/index.js';
import type { TrainState } from '../../src/jobs/restarts/state.js';
import { decodeCheckpoint, encodeCheckpoint } from '../../src/run/checkpoint.js';
import { clouds, expectSameBits, plane, type Rows, type Settings, trained } from '../training/support.js';

const layers = [{ type: 'dense', units: 3, activation: 'relu' }];

/** The last state of a run of training, and what it belongs to. */
async function lastState(settings: Settings, rows: Rows) {
  const states: TrainState[] = [];
  const outcome = await trained(settings, rows, {
    callbacks: { onCheckpoint: (state) => states.push(state) },
  });
  return { ...outcome, state: states.at(-1)!, subject: { config: outcome.config, data: { train: 'aa' } } };
}

describe('a checkpoint', () => {
  test('gives back the state, bit by bit', async () => {
    const settings = { layers, training: { epochs: 2, restarts: 2 } };
    const { state, subject } = await lastState(settings, clouds(12));
    const read = decodeCheckpoint(encodeCheckpoint(state, 1.5, subject), 'c', subject);
    expect(read).toEqual({ state, seconds: 1.5 });
    expect(JSON.stringify(read.state.history)).toBe(JSON.stringify(state.history));
    for (const [name, vector] of Object.entries(state.current.vectors))
      expectSameBits(read.state.current.vectors[name], vector);
    expectSameBits(read.state.winner!, state.winner!);
  });

  test('holds what overflowed as well: it is a part of the state', async () => {
    // Squared gradients beyond 1e308 in adam's second moments; the weights diverge only later, or not at all.
    const rows = {
      ...plane(4),
      train: { x: Float64Array.of(1e90, 1, 1, 2e90, 1, 1, 2, 2), t: Float64Array.of(1, 2, 3, 4) },
    };
    const settings = { optimizer: { type: 'adam' }, training: { epochs: 2 } };
    const { state, subject } = await lastState(settings, rows);
    expect(state.current.vectors['optimizer.v'].some((value) => !Number.isFinite(value))).toBe(true);
    expect(decodeCheckpoint(encodeCheckpoint(state, 0, subject), 'c', subject).state).toEqual(state);
  });

  test('is of one config and of one set of data', async () => {
    const { state, subject } = await lastState({ layers, training: { epochs: 1 } }, clouds(9));
    const bytes = encodeCheckpoint(state, 0, subject);
    const seed = { ...subject, config: { ...subject.config, seed: 4 } };
    expect(() => decodeCheckpoint(bytes, 'c', seed)).toThrow(
      'c: belongs to another config: config.seed was 0, now 4; train without --resume, or go back to what it was',
    );
    expect(() => decodeCheckpoint(bytes, 'c', { ...subject, data: { train: 'bb' } })).toThrow(
      'c: belongs to other data: data.train was "aa", now "bb"',
    );
    expect(() => decodeCheckpoint(bytes, 'c', { ...subject, data: { train: 'aa', test: 'cc' } })).toThrow(
      'c: belongs to other data: data.test was absent, now "cc"',
    );
  });

  test('is no model, and a model no checkpoint; what is inside has to be a state', async () => {
    const { state, subject } = await lastState({ layers, training: { epochs: 1 } }, clouds(9));
    const { tensors, metadata } = decodeSafetensors(encodeCheckpoint(state, 0, subject), 'c', {
      dtypes: ['F64'],
      requireHash: true,
    });
    const changes: Record<string, string>[] = [
      { format: 'mlp' },
      { format_version: '1' },
      { state: '{}' },
      { state: '[1]' },
    ];
    for (const change of changes) {
      const bytes = encodeSafetensors(tensors, { ...metadata, ...change });
      expect(() => decodeCheckpoint(bytes, 'c', subject)).toThrow(
        expect.objectContaining({ failure: 'data' }),
      );
    }
  });
});

test('a time limit in the middle of an epoch leaves weights that are finite', async () => {
  // The first step of two overflows the weights; the time is over before the second one would notice.
  const rows: Rows = {
    train: { x: Float64Array.of(1e150, 1e150), t: Float64Array.of(0, 0) },
    inputs: 1,
    target: { kind: 'numbers', columns: 1 },
  };
  const settings = {
    optimizer: { type: 'sgd', learning_rate: 1e300 },
    training: { epochs: 5, batch_size: 1 },
  };
  const { result, weights } = await trained(settings, rows, {
    initialize: ({ w }) => void w.set([0.1, 0]),
    callbacks: { stop: () => 'time_limit', stepsAtOnce: 1 },
  });
  expect(result.winner.stop_reason).toBe('time_limit');
  expect([...weights]).toEqual([0.1, 0]);
});
