import { describe, expect, test } from 'vitest';
import { dataset, project, rowsOf } from './project.js';

const pima = {
  data: {
    train: dataset('pimaindiansdiabetes2.csv'),
    target: 'diabetes',
    missing: 'median',
    split: { type: 'random', validation: 0.3, test: 0.2 },
  },
  layers: [{ type: 'dense', units: 32, activation: 'tanh' }],
  optimizer: { type: 'adam', learning_rate: 0.02 },
  training: { epochs: 60, restore_best: false, calibrate: 'temperature' },
};
const data = pima.data.train;
/** Logistic regression, which is as sure as it is right. */
const linear =
  '--set layers=[] --set training.epochs=40 --set optimizer.learning_rate=0.005 --set training.restore_best=true';
const { validation: _, ...unsplit } = pima.data.split;

const probabilities = (csv: string) =>
  rowsOf(csv)
    .slice(1)
    .map((row) => Number(row.at(-1)));

/** σ(logit(p) / T) */
const tempered = (p: number, temperature: number) => 1 / (1 + ((1 - p) / p) ** (1 / temperature));

describe('training.calibrate', () => {
  test.each([
    ['one network', {}],
    [
      'folds',
      {
        ensemble: { type: 'folds', members: 3 },
        data: { ...pima.data, split: { ...unsplit, validation: 0 } },
      },
    ],
    ['members that share weights', { ensemble: { type: 'shared', members: 2 } }],
    ['restarts', { training: { ...pima.training, restarts: { count: 2, keep: 'all' } } }],
  ])('%s: probabilities are at the temperature of the model, in predict and in eval', async (_, more) => {
    const { done, json } = project({ 'a.json': { ...pima, ...more } });
    const { stdout, stderr } = await done('train a.json --out run');
    const { calibration } = JSON.parse((await done('inspect run --json')).stdout);
    const { value, log_loss, rows } = calibration.temperature;
    expect(value).toBeGreaterThan(1.2);
    expect(log_loss[1]).toBeLessThan(log_loss[0]);
    expect(stderr.replaceAll('\n', ' ')).toMatch(
      /temperature \d\.\d+: the log loss of \d+ validation rows is 0\.\d+ instead of/,
    );
    const { validation } = json('run/metrics.json');
    expect(validation.rows).toBe(rows);
    expect(validation.log_loss).toBeCloseTo(log_loss[1], 10);
    expect((await done('eval run')).stdout).toBe(stdout.slice(stdout.indexOf('metric ')));

    await done('train a.json --quiet --out plain --set training.calibrate=none');
    const plain = probabilities((await done(`predict plain ${data}`)).stdout);
    const calibrated = probabilities((await done(`predict run ${data}`)).stdout);
    for (const [i, p] of plain.entries()) expect(calibrated[i]).toBeCloseTo(tempered(p, value), 9);
  });

  test('1 where that gains less than a standard error, with figures', async () => {
    const { done, sha256 } = project({ 'a.json': pima });
    const { stderr } = await done(`train a.json --out run ${linear}`);
    expect(stderr.replaceAll('\n', ' ')).toMatch(
      /temperature left at 1: [\d.]+ takes [\d.e-]+ ± [\d.]+ from the log loss/,
    );
    await done(`train a.json --quiet --out other ${linear} --backend js --threads 1`);
    expect(sha256('other/model.safetensors')).toBe(sha256('run/model.safetensors'));
  });

  test('the same bits by another backend, more threads, and after an interruption', async () => {
    const { done, json, sha256 } = project({ 'a.json': pima });
    await done('train a.json --quiet --out run');
    await done('train a.json --quiet --out js --backend js');
    expect(sha256('js/model.safetensors')).toBe(sha256('run/model.safetensors'));
    await done('train a.json --quiet --out cut --set training.epochs=20');
    await done('train a.json --quiet --out cut --resume');
    const { test: report } = json('run/metrics.json');
    expect(json('cut/metrics.json').test).toEqual(report);
  });

  test.each([
    ['training.calibrate=platt', 2, 'expected one of "temperature", "none"'],
    ['data.split={"type":"none"}', 78, 'a temperature is found on validation rows, and there are none'],
  ])('--set %s is refused', async (setting, exit, message) => {
    const { mlp } = project({ 'a.json': pima });
    const { code, stderr } = await mlp(`train a.json --set ${setting}`);
    expect([code, stderr.replaceAll('\n', ' ')]).toEqual([exit, expect.stringContaining(message)]);
  });
});
