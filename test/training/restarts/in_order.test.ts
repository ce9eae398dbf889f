import { expect, test } from 'vitest';
import { Ledger } from '../../../src/training/ledger.js';
import type { StopReason } from '../../../src/training/records.js';
import { InOrder } from '../../../src/training/restarts/in_order.js';
import type { Message } from '../../../src/training/restarts/messages.js';
import type { TrainerState } from '../../../src/training/trainer.js';

/** A ledger that writes down what callbacks hear, at a time that goes on by one with each look at the clock. */
function create() {
  const heard: string[] = [];
  let now = 0;
  const ledger = new Ledger(
    'loss',
    {
      onEpoch: ({ restart, epoch, seconds }) => heard.push(`epoch ${restart}.${epoch} at ${seconds}`),
      onRestart: ({ restart, stop_reason }) => heard.push(`end ${restart} ${stop_reason}`),
      onCheckpoint: ({ trainer, finished, winner }) =>
        heard.push(
          `checkpoint ${trainer.restart}.${trainer.epoch} after ${finished.length}, winner ${winner}`,
        ),
      seconds: () => now++,
    },
    undefined,
  );
  return { heard, ledger, inOrder: new InOrder(ledger) };
}

const epochs = (restart: number, ...which: number[]): Message => ({
  restart,
  kind: 'epochs',
  records: which.map((epoch) => ({ restart, epoch, step: epoch, learning_rate: 1, train: { loss: 1 } })),
});
const checkpoint = (restart: number, epoch: number): Message => ({
  restart,
  kind: 'checkpoint',
  state: { restart, epoch } as TrainerState,
});
const end = (restart: number, value: number, stop_reason: StopReason = 'epochs'): Message => ({
  restart,
  kind: 'end',
  summary: { restart, value, best_epoch: 1, epochs: 1, stop_reason },
  snapshot: Float64Array.of(value),
});

test('what later restarts say waits for the earlier, with its own time, and but the latest of its checkpoints', () => {
  const { heard, ledger, inOrder } = create();
  const takes = (message: Message) => {
    heard.length = 0;
    inOrder.take(message);
    return [...heard];
  };
  expect(takes(epochs(1, 1, 2))).toEqual([]);
  expect(takes(checkpoint(1, 2))).toEqual([]);
  expect(takes(epochs(1, 3))).toEqual([]);
  expect(takes(checkpoint(1, 3))).toEqual([]);
  expect(takes(epochs(1, 4))).toEqual([]);
  expect(takes(epochs(0, 1))).toEqual(['epoch 0.1 at 4']);
  expect(takes(checkpoint(0, 1))).toEqual(['checkpoint 0.1 after 0, winner null']);
  expect(takes(end(2, 5))).toEqual([]);
  expect(takes(end(0, 9))).toEqual([
    'end 0 epochs',
    ...['epoch 1.1 at 0', 'epoch 1.2 at 1', 'epoch 1.3 at 2'],
    'checkpoint 1.3 after 1, winner 9',
    'epoch 1.4 at 3',
  ]);
  expect(takes(end(1, 4))).toEqual(['end 1 epochs', 'end 2 epochs']);
  expect(ledger.result()).toMatchObject({ winner: { restart: 1 }, interrupted: false });
  expect(ledger.winner).toEqual(Float64Array.of(4));
});

test('after one that was interrupted, nothing is heard; after a time limit, of all that had begun', () => {
  for (const [reason, restarts] of [
    ['interrupted', [0, 1]],
    ['time_limit', [0, 1, 2]],
  ] as const) {
    const { ledger, inOrder } = create();
    inOrder.take(end(2, 1, reason));
    inOrder.take(end(1, 2, reason));
    inOrder.take(end(0, 3));
    expect(ledger.finished.map(({ restart }) => restart)).toEqual(restarts);
    expect(ledger.hasStopped).toBe(true);
  }
});
