import { describe, expect, it, test } from 'vitest';
import { publicCase } from './public_case.js';

describe('a monitored metric that validation cannot tell weights apart by (scikit-learn#30103, keras-retinanet#1388)', () => {
  const name = 'num-02-one-class-val';
  const train = async (flags: string) => {
    const world = publicCase(name);
    const { stderr } = await world.done(`train ${flags} --out run`);
    return { stderr, metrics: world.json('run/metrics.json'), history: world.history('run') };
  };

  it.each([
    ['c.json', 'roc_auc is not defined for the 3 validation rows, all of class no'],
    [
      'c.json --set training.early_stopping.metric=mcc',
      'mcc is always 0 for the 3 validation rows, all of class no',
    ],
    ['rare.json', 'roc_auc is not defined for the 20 validation rows, all of class ok'],
    ['r.json', 'r2 is not defined for the 1 validation row'],
    [
      'r.json --set training.early_stopping.metric=explained_variance',
      'explained_variance is always 1 for the 1 validation row',
    ],
  ])('%s: said before training, which goes by the loss', async (flags, what) => {
    const { stderr, metrics } = await train(flags);
    const warning = `warning: training.early_stopping.metric: ${what}, so that training goes by the loss instead`;
    expect(stderr.indexOf(warning)).toBeGreaterThanOrEqual(0);
    expect(stderr.indexOf(warning)).toBeLessThan(stderr.indexOf('network, '));
    const byLoss = await train(`${flags.split(' ')[0]} --set training.early_stopping.metric=loss`);
    expect({ ...metrics, seconds: 0 }).toEqual({ ...byLoss.metrics, seconds: 0 });
  });

  it('stopped after patience epochs before; goes on now as long as the loss falls', async () => {
    // with one row of validation the loss falls to the end; r2 had no value in any epoch
    expect((await train('r.json')).metrics).toMatchObject({ stop_reason: 'epochs', best_epoch: 100 });
    expect((await train('rare.json')).metrics).toMatchObject({ stop_reason: 'epochs', best_epoch: 200 });
  });

  test('a metric that can differ is let alone', async () => {
    for (const flags of [
      'c.json --set training.early_stopping.metric=accuracy',
      'r.json --set training.early_stopping.metric=mae',
    ])
      expect((await train(flags)).stderr).not.toContain('goes by the loss');
  });

  test('restarts and min_delta go by the loss, too', async () => {
    const { stderr, metrics } = await train(
      'c.json --set training.restarts=2 --set training.early_stopping.min_delta=0.01',
    );
    expect(stderr).toContain('goes by the loss instead, with min_delta 0;');
    const values = metrics.restarts.map(({ value }: { value: number }) => value);
    expect(metrics.validation.loss).toBe(Math.min(...values));
  });

  test('eval --require of it says that it is not defined', async () => {
    const world = publicCase(name);
    await world.done('train c.json --out run --quiet');
    const { code, stderr } = await world.mlp('eval run --require roc_auc>=0.9 --quiet');
    expect(code).toBe(2);
    expect(stderr).toContain('--require roc_auc: is not defined for this model and the rows of validation');
  });
});
