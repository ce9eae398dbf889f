import { expect, test } from 'vitest';
import { TrainingHistory } from '../../../src/jobs/restarts/training_history.js';
import type { StopReason, TrainingOutcome } from '../../../src/training/records.js';
import type { TrainingState } from '../../../src/training/saved_run.js';

const outcome = (
  restart: number,
  value: number | null,
  stop_reason: StopReason = 'epochs',
): TrainingOutcome => ({
  ...{ restart, value, stop_reason },
  ...{ best_epoch: 1, epochs: 1 },
});
const weights =
  (value: number) =>
  (copy: Float64Array = new Float64Array(1)) =>
    copy.fill(value);

test('the best restart wins, its weights are kept, and a checkpoint holds all up to there', () => {
  const heard: string[] = [];
  const history = new TrainingHistory(
    'loss',
    {
      onRestart: ({ restart }) => heard.push(`end ${restart}`),
      onCheckpoint: ({ current, finished, winner, winnerIndex }) =>
        heard.push(
          `checkpoint ${current.restart} after ${finished.length}, winner ${winnerIndex}: ${winner}`,
        ),
    },
    undefined,
  );
  const { onEnd, onCheckpoint } = history.jobCallbacks();
  onCheckpoint!(0, { restart: 0 } as TrainingState);
  onEnd!(0, outcome(0, 9), weights(9));
  onEnd!(1, outcome(1, 4), weights(4));
  onCheckpoint!(2, { restart: 2 } as TrainingState);
  onEnd!(2, outcome(2, 5), weights(5));
  expect(heard).toEqual([
    'checkpoint 0 after 0, winner 0: null',
    ...['end 0', 'end 1'],
    'checkpoint 2 after 2, winner 1: 4',
    'end 2',
  ]);
  expect(history.result()).toMatchObject({ winner: { restart: 1 }, interrupted: false });
  expect(history.winner).toEqual(Float64Array.of(4));
});

test('one that diverged wins over none but others that did, and one without a value never', () => {
  const won = (...outcomes: TrainingOutcome[]) => {
    const history = new TrainingHistory('accuracy', {}, undefined);
    const { onEnd } = history.jobCallbacks();
    for (const [i, each] of outcomes.entries()) onEnd!(i, each, weights(i));
    return history.result().winner.restart;
  };
  expect(won(outcome(0, 0.9, 'diverged'), outcome(1, 0.1))).toBe(1);
  expect(won(outcome(0, 0.1), outcome(1, 0.9, 'diverged'))).toBe(0);
  expect(won(outcome(0, 0.1, 'diverged'), outcome(1, 0.9, 'diverged'))).toBe(1);
  expect(won(outcome(0, 0.1), outcome(1, null), outcome(2, 0.1))).toBe(0);
});
