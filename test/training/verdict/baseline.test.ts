import { describe, expect, it } from 'vitest';
import { losses } from '../../../src/nn/losses/index.js';
import type { Loss } from '../../../src/nn/losses/loss.js';
import { measureBaseline } from '../../../src/training/verdict/index.js';
import { prepared, type Rows, type Settings, trained } from '../support.js';

const baselineOf = (settings: Settings, rows: Rows) => {
  const { config, dataset } = prepared(settings, rows);
  return measureBaseline(config, dataset);
};

/** x tells nothing here. */
const split = (t: number[], weights?: number[]) => ({
  x: new Float64Array(t.length),
  t: Float64Array.from(t),
  ...(weights && { weights: Float64Array.from(weights) }),
});
const regression = (t: number[], weights?: number[], validation?: number[]): Rows => ({
  train: split(t, weights),
  ...(validation && { validation: split(validation) }),
  inputs: 1,
  target: { kind: 'numbers', columns: 1 },
});

describe('the baseline', () => {
  it('of classes: their weighted shares as probabilities, worked by hand', () => {
    // weights by class: 4.25, 1.5, 3, of 8.75 in all; the validation rows are of the classes 2, 0, 1, 0, 0
    const { predicts, validation } = baselineOf(
      {},
      {
        train: split([0, 0, 1, 0, 2, 1, 0], [1, 2, 0.5, 1, 3, 1, 0.25]),
        validation: split([2, 0, 1, 0, 0]),
        inputs: 1,
        target: { kind: 'classes', classes: ['a', 'b', 'c'] },
      },
    );
    expect(predicts).toBe('always a');
    const logLoss = -(Math.log(3 / 8.75) + Math.log(1.5 / 8.75) + 3 * Math.log(4.25 / 8.75)) / 5;
    expect(validation).toMatchObject({ rows: 5, accuracy: 0.6, roc_auc: 0.5, mcc: 0 });
    expect((validation as { log_loss: number }).log_loss).toBeCloseTo(logLoss, 14);
    expect(validation!.loss).toBeCloseTo(logLoss, 14);
    expect((validation as { balanced_accuracy: number }).balanced_accuracy).toBeCloseTo(1 / 3, 15);
  });

  it('of two classes by one output', () => {
    const { predicts, train } = baselineOf(
      {},
      { train: split([0, 0, 0, 1]), inputs: 1, target: { kind: 'classes', classes: ['no', 'yes'] } },
    );
    expect(predicts).toBe('always no');
    expect(train.loss).toBeCloseTo(-(3 * Math.log(0.75) + Math.log(0.25)) / 4, 14);
  });

  it.each([
    // t 1, 2, 3, 10 with weights 1, 1, 1, 3
    ['mse', 6, 'the mean'],
    ['huber', 6, 'the mean'],
    // half of the weight is at or below 3
    ['mae', 3, 'the median'],
    [{ type: 'pinball', tau: 0.4 }, 3, 'the quantile 0.4'],
    [{ type: 'pinball', tau: 0.6 }, 10, 'the quantile 0.6'],
  ])('of numbers under %j: %d, %s', (loss, value, predicts) => {
    const baseline = baselineOf(
      { head: { loss } },
      regression([1, 2, 3, 10], [1, 1, 1, 3], [value, value + 2]),
    );
    expect(baseline.predicts).toBe(predicts);
    expect(baseline.validation).toMatchObject({ mae: 1, mse: 2 });
  });

  it('has r² 0 on its own rows, whatever their units', () => {
    const { train } = baselineOf({ data: {} }, regression([1e6, 3e6, 8e6]));
    expect((train as { r2: number }).r2).toBeCloseTo(0, 12);
  });

  it.each(['mae', { type: 'pinball', tau: 0.3 }, 'mse'])(
    'has the least loss of all constants under %j',
    (loss) => {
      const t = [3.1, -2, 8, 0.5, 4, 4, 19, -7.25];
      const { train } = baselineOf({ head: { loss } }, regression(t));
      const name = typeof loss === 'string' ? loss : loss.type;
      const { options, term } = losses[name as 'mae'] as Loss & {
        term: (y: number, t: number, o: object) => number;
      };
      const parsed = options.parse(typeof loss === 'string' ? {} : { tau: 0.3 });
      for (let constant = -10; constant <= 20; constant += 0.05) {
        const mean = t.reduce((sum, value) => sum + term(constant, value, parsed), 0) / t.length;
        expect(mean).toBeGreaterThanOrEqual(train.loss! - 1e-12);
      }
    },
  );

  it('is what a network without inputs to learn from comes to', async () => {
    const rows = regression([1, 2, 3, 10], [1, 1, 1, 3]);
    const settings = { optimizer: { type: 'lbfgs' }, training: { epochs: 50, batch_size: 'full' } };
    const { result } = await trained(settings, rows);
    const { train } = baselineOf(settings, rows);
    expect(result.history.at(-1)!.train.loss).toBeCloseTo(train.loss!, 12);
  });
});
