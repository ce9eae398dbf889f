import { describe, expect, test } from 'vitest';
import { backends, type Kernels } from '../../../src/kernels/index.js';
import { normal, random } from '../../../src/random.js';
import type { StepHooks } from '../../../src/training/hooks.js';
import { trainingLoop } from '../../../src/training/loop.js';
import type { Objective, Part } from '../../../src/training/objective/objective.js';
import type { EpochRecord } from '../../../src/training/records.js';
import { beginRun } from '../../../src/training/run.js';
import { resumeRun, saveRun, type TrainingState } from '../../../src/training/saved_run.js';
import type { Workspace } from '../../../src/training/workspace.js';
import { expectSameBits } from '../support.js';
import { type Settings, twoNetworks } from './two_networks.js';

const makers: [string, () => Kernels][] = [
  ['js', () => backends.js],
  ['wasm', () => backends.wasm],
];

/** Settings with all that parts keep from step to step, from masks and statistics to penalties and schedules. */
const everything: Settings = {
  refinerLayers: [
    { type: 'dense', units: 4, activation: 'tanh' },
    { type: 'dropout', rate: 0.3 },
  ],
  judgeLayers: [
    { type: 'dense', units: 5, activation: 'sigmoid' },
    { type: 'batch_norm' },
    { type: 'noise', sd: 0.1 },
  ],
  optimizers: [
    { type: 'sgd', momentum: 0.9, learning_rate: 0.05, schedule: { type: 'one_cycle' } },
    { type: 'adam', learning_rate: 0.01, schedule: { type: 'plateau', patience: 0, threshold: 0.5 } },
  ],
  training: { gradient_clip: { norm: 0.5 }, restore_best: true },
  penalties: { l1: 0.001, l2: 0.01 },
};

/** The gradient of a part as the backend gives it when it runs what was recorded. */
function recordedGradient(objective: Objective, part: Part, rows: number) {
  const pass = { training: true, frozen: true, random: random(0, 'masks') };
  const program = objective.kernels.record(() => {
    objective.load(rows);
    part.gradient(rows, pass);
  });
  objective.prepare(rows);
  return program;
}

describe.each(makers)('the gradients of two networks with a loss each, on %s', (_, kernels) => {
  test.each([
    ['plain', {}],
    ['with masks, statistics and penalties', everything],
  ])('are those of central differences: %s', (_what, settings) => {
    const rows = 6;
    const workspace = twoNetworks(kernels(), { ...settings, rows });
    const { objective, batches } = workspace;
    beginRun(workspace, { value: 1, restart: 0 });
    const rng = random(0, 'check');
    for (const { network } of objective.parts)
      for (let i = 0; i < network.w.length; i++) network.w[i] = 0.5 * normal(rng);
    batches.arrange(random(0, 'shuffle'));
    // draws the masks that are kept from then on
    objective.prepare(rows);
    objective.load(rows);
    objective.parts[1].gradient(rows, { training: true, frozen: false, random: random(0, 'masks') });

    for (const part of objective.parts) {
      const { network, loss } = part;
      const program = recordedGradient(objective, part, rows);
      program.run();
      const gradient = network.g.slice();
      const epsilon = 1e-5;
      const lossAt = (i: number, w: number) => {
        const center = network.w[i];
        network.w[i] = w;
        program.run();
        network.w[i] = center;
        return loss[0] / rows;
      };
      const penaltyAt = (i: number, w: number) => {
        const center = network.w[i];
        network.w[i] = w;
        const penalty = network.penalty();
        network.w[i] = center;
        return penalty;
      };
      for (let i = 0; i < network.trainable; i++) {
        const w = network.w[i];
        const [up, down] = [w + epsilon, w - epsilon];
        const rise = lossAt(i, up) - lossAt(i, down) + penaltyAt(i, up) - penaltyAt(i, down);
        const numeric = rise / (up - down);
        expect(Math.abs(gradient[i] - numeric), `${part.name} w[${i}]`).toBeLessThan(
          1e-8 + 1e-6 * Math.abs(numeric),
        );
      }
    }
  });
});

/** Trains from a state, or from the beginning; the state at the end, and the records. */
async function train(workspace: Workspace, from: TrainingState | undefined, hooks: StepHooks = {}) {
  const run = from ? resumeRun(workspace, from) : beginRun(workspace, { value: 7, restart: 0 });
  const records: EpochRecord[] = [];
  let saved: TrainingState | undefined;
  const outcome = await trainingLoop(workspace, run, {
    ...hooks,
    onEpoch: (record) => records.push(record),
    onCheckpoint: (latest) => {
      saved = saveRun(workspace, latest);
    },
  });
  return { records, outcome, state: saved!, weights: snapshots(workspace) };
}

const snapshots = ({ objective }: Workspace) => objective.parts.map(({ network }) => network.snapshot());

/** The largest difference between two vectors' elements. */
const farthest = (a: Float64Array, b: Float64Array) =>
  Math.max(...a.map((value, i) => Math.abs(value - b[i])));

/** State as a checkpoint would have it: nothing is shared with the workspace that it was saved in. */
const copied = (state: TrainingState): TrainingState => structuredClone(state);

function expectSameState(actual: TrainingState, expected: TrainingState): void {
  const { vectors, ...counters } = actual;
  const { vectors: others, ...otherCounters } = expected;
  expect(counters).toEqual(otherCounters);
  expect(Object.keys(vectors)).toEqual(Object.keys(others));
  for (const [name, vector] of Object.entries(vectors)) expectSameBits(vector, others[name]);
}

describe('two networks, each with an optimizer of its own', () => {
  test('learn together: both losses fall, and the best weights of both are kept', async () => {
    const training = { epochs: 200, restore_best: true };
    const workspace = twoNetworks(backends.wasm, {
      optimizers: Array(2).fill({ type: 'adam', learning_rate: 0.02 }),
      training,
    });
    const { records, outcome } = await train(workspace, undefined);
    expect(records.at(-1)!.train.loss).toBeLessThan(records[0].train.loss / 2);
    const losses = records.map(({ validation }) => validation!.loss);
    expect(outcome.best_epoch).toBe(1 + losses.indexOf(Math.min(...losses)));
    expect(workspace.validate!().loss).toBe(outcome.value);
  });

  test('each moves by its own optimizer and rate', async () => {
    const rates = (judge: number, refiner: number) =>
      twoNetworks(backends.js, {
        optimizers: [judge, refiner].map((learning_rate) => ({ type: 'sgd', learning_rate })),
        training: { epochs: 1, batch_size: 22 },
      });
    const start = twoNetworks(backends.js);
    beginRun(start, { value: 7, restart: 0 });
    const [judge, refiner] = snapshots(start);
    const { weights: slow, records } = await train(rates(1e-300, 0.1), undefined);
    expect(farthest(slow[0], judge)).toBeLessThan(1e-290);
    expect(farthest(slow[1], refiner)).toBeGreaterThan(1e-3);
    expect(records[0].learning_rate).toBe(1e-300);
    const { weights: other } = await train(rates(0.1, 1e-300), undefined);
    expect(farthest(other[0], judge)).toBeGreaterThan(1e-3);
    expect(farthest(other[1], refiner)).toBeLessThan(1e-290);
  });

  test('end in the same bits on every backend, however many steps go into a call', async () => {
    const whole = await train(twoNetworks(backends.js, everything), undefined);
    expect(whole.records).toHaveLength(4);
    for (const [, kernels] of makers)
      for (const stepsAtOnce of [1, 2, Infinity]) {
        const other = await train(twoNetworks(kernels(), everything), undefined, { stepsAtOnce });
        expect(other.records).toEqual(whole.records);
        expectSameState(other.state, whole.state);
      }
  });

  test.each(makers)('interrupted anywhere, go on to the same bits, on %s', async (_, kernels) => {
    const whole = await train(twoNetworks(kernels(), everything), undefined);
    // 22 rows in batches of 8 are 3 steps an epoch, the last one short
    for (let step = 1; step < 12; step++) {
      let steps = 0;
      const part = await train(twoNetworks(kernels(), everything), undefined, {
        stepsAtOnce: 1,
        onSteps: () => void steps++,
        stop: () => (steps === step ? 'interrupted' : null),
      });
      expect(part.outcome.stop_reason).toBe('interrupted');
      const rest = await train(twoNetworks(kernels(), everything), copied(part.state));
      expect([...part.records, ...rest.records]).toEqual(whole.records);
      expect(rest.outcome).toEqual(whole.outcome);
      expectSameState(rest.state, whole.state);
      for (const [i, weights] of rest.weights.entries()) expectSameBits(weights, whole.weights[i]);
    }
  });

  test('a divergence names the network, and both go back to the last good weights', async () => {
    const workspace = twoNetworks(backends.wasm, {
      optimizers: [
        { type: 'sgd', learning_rate: 1e-3 },
        { type: 'sgd', learning_rate: 1e200 },
      ],
      training: { epochs: 9, restore_best: false },
    });
    const { outcome, weights } = await train(workspace, undefined);
    expect(outcome).toMatchObject({ stop_reason: 'diverged', best_epoch: 0 });
    expect(outcome.divergence!.layer).toBe('refiner.head');
    const start = twoNetworks(backends.js);
    beginRun(start, { value: 7, restart: 0 });
    for (const [i, initial] of snapshots(start).entries()) expectSameBits(weights[i], initial);
  });

  test('a method for one loss is refused', () => {
    expect(() => twoNetworks(backends.js, { optimizers: [{ type: 'lbfgs' }, { type: 'lbfgs' }] })).toThrow(
      'lbfgs minimizes one loss, not those of 2 networks',
    );
  });
});
