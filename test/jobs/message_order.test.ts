import { expect, test } from 'vitest';
import { MessageOrder } from '../../src/jobs/message_order.js';
import type { Message } from '../../src/jobs/messages.js';
import { JobResults } from '../../src/jobs/results.js';
import type { StopReason } from '../../src/training/records.js';
import type { TrainingState } from '../../src/training/saved_run.js';

/** Results that write down what callbacks hear, at a time that goes on by one with each look at the clock. */
function create() {
  const heard: string[] = [];
  let now = 0;
  const results = new JobResults(
    {
      onEpoch: (job, { epoch, seconds }) => heard.push(`epoch ${job}.${epoch} at ${seconds}`),
      onEnd: (job, { stop_reason }, weights) => heard.push(`end ${job} ${stop_reason}, weights ${weights()}`),
      onCheckpoint: (job, { epoch }) => heard.push(`checkpoint ${job}.${epoch}`),
    },
    () => now++,
    [],
  );
  return { heard, results, order: new MessageOrder(results) };
}

const epochs = (job: number, ...which: number[]): Message => ({
  job,
  kind: 'epochs',
  records: which.map((epoch) => ({
    restart: 0,
    epoch,
    step: epoch,
    learning_rate: 1,
    train: { loss: 1 },
  })),
});
const checkpoint = (job: number, epoch: number): Message => ({
  job,
  kind: 'checkpoint',
  state: { restart: 0, epoch } as TrainingState,
});
const end = (job: number, value: number, stop_reason: StopReason = 'epochs'): Message => ({
  job,
  kind: 'end',
  outcome: { restart: 0, value, best_epoch: 1, epochs: 1, stop_reason },
  weights: Float64Array.of(value),
});

test('what later jobs report waits for the earlier, with its own time, and but the latest of its checkpoints', () => {
  const { heard, results, order } = create();
  const takes = (message: Message) => {
    heard.length = 0;
    order.take(message);
    return [...heard];
  };
  expect(takes(epochs(1, 1, 2))).toEqual([]);
  expect(takes(checkpoint(1, 2))).toEqual([]);
  expect(takes(epochs(1, 3))).toEqual([]);
  expect(takes(checkpoint(1, 3))).toEqual([]);
  expect(takes(epochs(1, 4))).toEqual([]);
  expect(takes(epochs(0, 1))).toEqual(['epoch 0.1 at 4']);
  expect(takes(checkpoint(0, 1))).toEqual(['checkpoint 0.1']);
  expect(takes(end(2, 5))).toEqual([]);
  expect(takes(end(0, 9))).toEqual([
    'end 0 epochs, weights 9',
    ...['epoch 1.1 at 0', 'epoch 1.2 at 1', 'epoch 1.3 at 2'],
    'checkpoint 1.3',
    'epoch 1.4 at 3',
  ]);
  expect(takes(end(1, 4))).toEqual(['end 1 epochs, weights 4', 'end 2 epochs, weights 5']);
  expect(results.finished.map(({ value }) => value)).toEqual([9, 4, 5]);
  expect(results.hasStopped).toBe(false);
});

test('after one that was interrupted, nothing is heard; after a time limit, of all that had begun', () => {
  for (const [reason, values] of [
    ['interrupted', [3, 2]],
    ['time_limit', [3, 2, 1]],
  ] as const) {
    const { results, order } = create();
    order.take(end(2, 1, reason));
    order.take(end(1, 2, reason));
    order.take(end(0, 3));
    expect(results.finished.map(({ value }) => value)).toEqual(values);
    expect(results.hasStopped).toBe(true);
  }
});
