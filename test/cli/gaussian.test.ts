import { describe, expect, test } from 'vitest';
import { normal, random, uniform } from '../../src/random.js';
import { project, rowsOf } from './project.js';

/** y = 100 + 50 sin 2x, with a standard deviation of 5 + 25 |x|; z = −5 + x² / 50 ± 0.004. */
function table(rows: number, seed: number): string {
  const rng = random(seed, 'data');
  const lines = Array.from({ length: rows }, () => {
    const x = 4 * uniform(rng) - 2;
    const y = 100 + 50 * Math.sin(2 * x) + deviation(x) * normal(rng);
    const z = -5 + 0.02 * x * x + 0.004 * normal(rng);
    return [x, y, z].map((value) => value.toPrecision(9)).join(',');
  });
  return `x,y,z\n${lines.join('\n')}\n`;
}
const deviation = (x: number) => 5 + 25 * Math.abs(x);

const files = { 'rows.csv': table(600, 1), 'new.csv': table(2000, 2) };
const config = {
  data: {
    train: 'rows.csv',
    target: 'y',
    ignore: ['z'],
    target_scale: 'standard',
    split: { type: 'random', validation: 0.2 },
  },
  layers: [{ type: 'dense', units: 16, activation: 'tanh' }],
  head: { loss: 'gaussian_nll' },
  optimizer: { type: 'adam', learning_rate: 0.02 },
  training: { epochs: 60, batch_size: 32 },
};
const flat = (text: string) => text.replace(/\s+/g, ' ');
const numbers = (stdout: string) =>
  rowsOf(stdout)
    .slice(1)
    .map((row) => row.map(Number));

/** Pearson's correlation. */
function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [ma, mb] = [mean(a), mean(b)];
  const sum = (f: (i: number) => number) => a.reduce((total, _, i) => total + f(i), 0);
  const together = sum((i) => (a[i] - ma) * (b[i] - mb));
  return together / Math.sqrt(sum((i) => (a[i] - ma) ** 2) * sum((i) => (b[i] - mb) ** 2));
}

async function trained() {
  const place = project({ ...files, 'a.json': config });
  return { ...place, printed: (await place.done('train a.json --out run')).stdout };
}

describe('a table whose noise grows with |x|', () => {
  test('the predicted deviation is that of the noise, in the unit of the target', async () => {
    const { done } = await trained();
    const { stdout } = await done('predict run new.csv --keep x');
    expect(rowsOf(stdout)[0]).toEqual(['x', 'prediction', 'prediction_sd']);
    const rows = numbers(stdout);
    const truth = rows.map(([x]) => deviation(x));
    const predicted = rows.map(([, , sd]) => sd);
    expect(correlation(truth, predicted)).toBeGreaterThan(0.9);
    const ratios = predicted.map((sd, i) => sd / truth[i]).toSorted((a, b) => a - b);
    expect(ratios[rows.length / 2]).toBeGreaterThan(0.8);
    expect(ratios[rows.length / 2]).toBeLessThan(1.25);
  });

  test('the likelihood of new rows is greater than with the one deviation that squared errors have', async () => {
    const { done } = await trained();
    const report = JSON.parse((await done('eval run new.csv --json')).stdout).data;
    await done('train a.json --out squares --quiet --set head.loss=mse');
    const { mse } = JSON.parse((await done('eval squares new.csv --json')).stdout).data;
    // of all constant deviations the best one for these very rows
    const constant = 0.5 * (Math.log(2 * Math.PI * mse) + 1);
    expect(report.nll).toBeLessThan(constant - 0.1);
    // the loss is of the scaled target: they differ by the logarithm of its scale
    const [, scale] = /\(y − \S+\) \/ (\S+)/.exec((await done('inspect run')).stdout) ?? [];
    const spread = Number(scale ?? Math.exp(report.nll - report.loss));
    expect(report.nll - report.loss).toBeCloseTo(Math.log(spread), 3);
  });

  test('metrics know it, beside a baseline of one mean and one deviation', async () => {
    const { printed, json } = await trained();
    expect(printed).toMatch(/^nll( +\d\.\d+){3}$/m);
    expect(printed).toMatch(/^coverage( +0\.\d+){2}$/m);
    expect(flat(printed)).toContain(
      'coverage: of intervals of 0.9 by the predicted deviations (mlp predict --interval 0.9)',
    );
    const { validation, baseline } = json('run/metrics.json');
    expect(validation.interval_by).toBe('normal');
    expect(baseline.validation.loss).toBeCloseTo(0.5 * (Math.log(2 * Math.PI) + 1), 1);
    expect(validation.loss).toBeLessThan(baseline.validation.loss);
  });

  test('without calibration rows intervals are quantiles of the normal distribution, which is said', async () => {
    const { done } = await trained();
    const { stdout, stderr } = await done('predict run new.csv --interval 0.9');
    for (const [y, sd, low, high] of numbers(stdout).slice(0, 20)) {
      expect((high - y) / sd).toBeCloseTo(1.6448536269514722, 12);
      expect((y - low) / sd).toBeCloseTo(1.6448536269514722, 12);
    }
    expect(flat(stderr)).toContain('note: lower and upper: quantiles of the normal distributions');
    expect(stderr).toContain('--set data.split.calibration=0.1');
  });

  test('with calibration rows intervals are as many deviations as these ask for', async () => {
    const { done } = project({ ...files, 'a.json': config });
    await done('train a.json --out calibrated --quiet --set data.split.calibration=0.25');
    const { stdout, stderr } = await done('predict calibrated new.csv --keep x,y --interval 0.9');
    expect(stderr).not.toContain('quantiles');
    const rows = numbers(stdout);
    const [, , y0, sd0, , high0] = rows[0];
    const factor = (high0 - y0) / sd0;
    for (const [, , y, sd, low, high] of rows) {
      expect((high - y) / sd).toBeCloseTo(factor, 9);
      expect((y - low) / sd).toBeCloseTo(factor, 9);
    }
    // rows of little noise are held about as often as others, and by narrower intervals
    const held = (isOf: (x: number) => boolean) => {
      const some = rows.filter(([x]) => isOf(x));
      return some.filter(([, t, , , low, high]) => low <= t && t <= high).length / some.length;
    };
    for (const share of [held((x) => Math.abs(x) < 0.7), held((x) => Math.abs(x) > 1.3)]) {
      expect(share).toBeGreaterThan(0.8);
      expect(share).toBeLessThan(0.98);
    }
    const { conformal } = JSON.parse((await done('inspect calibrated --json')).stdout).calibration;
    expect(conformal.kind).toBe('scaled_numbers');
    const { data } = JSON.parse((await done('eval calibrated new.csv --json')).stdout);
    expect(data.coverage).toBeCloseTo(
      held(() => true),
      12,
    );
    expect(data).not.toHaveProperty('interval_by');
  });

  test('what goes by the prediction goes by the mean', async () => {
    const { done } = await trained();
    const [header, [slope]] = rowsOf((await done('jacobian run new.csv')).stdout);
    expect(header).toEqual(['dprediction/dx']);
    const at = (x: number) => done('predict run -', { stdin: `x\n${x}\n` });
    const [[x]] = numbers(files['new.csv']);
    const [[above], [below]] = [
      numbers((await at(x + 1e-4)).stdout)[0],
      numbers((await at(x - 1e-4)).stdout)[0],
    ].map((row) => [row]);
    expect(Number(slope)).toBeCloseTo((above[0] - below[0]) / 2e-4, 3);
    expect((await done('explain run --metric nll --repeats 2')).stdout).toMatch(/^x +\d/m);
    expect((await done('trace a.json')).stdout).toContain('head gaussian');
    expect((await done('gradcheck a.json')).stdout).toMatch(/^head\.bias +2 /m);
    expect((await done('check a.json')).stdout).toMatch(/^head +dense +identity +\[n, 1\] +34 /m);
    await done('report run');
  });

  test('the same bits by another backend, more threads, and after an interruption', async () => {
    const { done, sha256 } = await trained();
    const model = 'model.safetensors';
    await done('train a.json --quiet --out js --backend js --threads 1');
    await done('train a.json --quiet --out threads --backend wasm --threads 3');
    await done('train a.json --quiet --out cut --set training.epochs=7 --set training.checkpoint_every=2');
    await done('train a.json --quiet --out cut --set training.checkpoint_every=2 --resume');
    for (const run of ['js', 'threads']) expect(sha256(`${run}/${model}`), run).toBe(sha256(`run/${model}`));
    const predicted = async (run: string) => (await done(`predict ${run} new.csv`)).stdout;
    expect(await predicted('cut')).toBe(await predicted('run'));
  });
});

test.each([
  ['ensemble=shared', []],
  ['ensemble=folds', ['data.split.validation=0']],
  ['training.restarts={"count":2,"keep":"all"}', []],
])('%s: the deviation is that of the mixture, not below the spread of the members', async (set, more) => {
  const { done, json } = project({ ...files, 'a.json': config });
  const sets = [set, ...more, 'training.epochs=5'].map((each) => `--set ${each}`).join(' ');
  await done(`train a.json --out run --quiet ${sets}`);
  const { stdout } = await done('predict run new.csv --spread');
  expect(rowsOf(stdout)[0]).toEqual(['prediction', 'prediction_sd', 'spread']);
  // predictions of rows of folds are those of single networks, with variances of their own
  const { train, validation } = json('run/metrics.json');
  expect(validation.nll - validation.loss).toBeCloseTo(train.nll - train.loss, 9);
  const members = set.includes('shared') ? 8 : set.includes('folds') ? 5 : 2;
  for (const [, sd, spread] of numbers(stdout))
    expect(sd).toBeGreaterThan(spread * Math.sqrt((members - 1) / members));
});

test('several targets: a deviation of each in its own unit, and intervals and metrics of each', async () => {
  const two = { ...config, data: { ...config.data, target: ['y', 'z'], ignore: [] } };
  const { done, json } = project({ ...files, 'a.json': two });
  await done('train a.json --out run --quiet --set data.split.calibration=0.1');
  const { stdout } = await done('predict run new.csv --interval 0.8');
  expect(rowsOf(stdout)[0].join(' ')).toBe(
    'prediction_y prediction_z prediction_sd_y prediction_sd_z lower_y upper_y lower_z upper_z',
  );
  const [row] = numbers(stdout);
  expect(row[2]).toBeGreaterThan(3);
  expect(row[3]).toBeLessThan(0.05);
  const { per_output: each } = json('run/metrics.json').validation;
  expect(each.map(({ output }: { output: string }) => output)).toEqual(['y', 'z']);
  for (const one of each) expect(Object.keys(one)).toEqual(expect.arrayContaining(['nll', 'coverage']));
  expect(each[1].nll).toBeLessThan(-2);
});

test('a target as it is starts from its own variance, which is kept with the config', async () => {
  const { done, json } = project({ ...files, 'a.json': config });
  await done(
    'train a.json --out run --quiet --set data.target_scale=none --set optimizer.learning_rate=1e-9',
  );
  const [variance] = json('run/config.json').head.loss.initial_variance;
  expect(variance).toBeGreaterThan(1000);
  const [[, sd]] = numbers((await done('predict run new.csv')).stdout);
  expect(sd / Math.sqrt(variance)).toBeGreaterThan(0.4);
  expect(sd / Math.sqrt(variance)).toBeLessThan(2.5);
});

describe('bad input', () => {
  const { target: _, ignore: __, target_scale: ___, ...data } = config.data;
  const places = {
    ...files,
    'k.csv': 'x,kind\n1,a\n2,b\n3,a\n4,b\n',
    'a.json': config,
    'k.json': { ...config, data: { train: 'k.csv', target: 'kind' } },
    'l.json': { ...config, task: 'classification', data: { train: 'l.csv', target: ['a', 'b'] } },
    'l.csv': 'x,a,b\n1,0,1\n2,1,1\n3,0,0\n',
    'r.json': { ...config, task: 'reconstruction', data },
  };
  test.each([
    [
      'a.json --set head.activation=softplus',
      'gaussian_nll does not fit outputs of softplus; head.activation may be identity',
    ],
    [
      'a.json --set head.loss={"type":"gaussian_nll","initial_variance":[1,2]}',
      'expected a number for each target, but the target (y) holds numbers, and there are 2',
    ],
    ['k.json', 'gaussian_nll after identity compares numbers, but the target kind holds 2 classes'],
    ['l.json', 'gives a mean and a variance of numbers, but the target (a, b) holds labels'],
    ['r.json', 'gives a mean and a variance for each target column, but the target is the input'],
    [
      'a.json --set head.loss=mse --set training.early_stopping.metric=nll',
      'nll is of means and variances, and the head predicts no variance',
    ],
    [
      'a.json --set training.calibrate=temperature',
      'a temperature is for probabilities, but the target (y) holds numbers',
    ],
  ])('train %s', async (args, message) => {
    const { mlp } = project(places);
    const outcome = await mlp(`train ${args} --out run`);
    expect([outcome.code, flat(outcome.stderr)]).toEqual([78, expect.stringContaining(message)]);
  });

  test('a target whose prediction would be called as the deviation of another is refused', async () => {
    const names = ['x', 'y', 'sd_y'];
    const csv = [names, ...Array.from({ length: 20 }, (_, i) => [i, i % 3, i % 5])].join('\n');
    const of = { ...config, data: { train: 'sd.csv', target: ['sd_y', 'y'] } };
    const { done, mlp } = project({ 'sd.csv': csv, 'a.json': of });
    const { code, stderr } = await mlp('train a.json --out run');
    expect([code, flat(stderr)]).toEqual([
      78,
      expect.stringContaining(
        'data.target: the standard deviation of y and the prediction of sd_y would both be called prediction_sd_y; ' +
          'rename one of the columns, or train a model for each',
      ),
    ]);
    await done('train a.json --out run --quiet --set head.loss=mse --set training.epochs=1');
    expect(rowsOf((await done('predict run sd.csv')).stdout)[0]).toEqual(['prediction_sd_y', 'prediction_y']);
  });

  test.each([
    ['{"type":"gaussian_nll","epsilon":0}', 'head.loss.epsilon: expected a number above 0'],
    ['{"type":"gaussian_nll","initial_variance":[0]}', 'initial_variance'],
    ['gausian_nll', 'did you mean "gaussian_nll"?'],
  ])('--set head.loss=%s', async (loss, message) => {
    const { mlp } = project(places);
    const { code, stderr } = await mlp(`train a.json --out run --set head.loss=${loss}`);
    expect([code, flat(stderr)]).toEqual([2, expect.stringContaining(message)]);
  });

  test('nll of a model that predicts no variance is none', async () => {
    const { done, mlp } = project(places);
    await done('train a.json --out run --quiet --set head.loss=mse --set training.epochs=1');
    const { code, stderr } = await mlp('explain run --metric nll');
    expect([code, flat(stderr)]).toEqual([2, expect.stringContaining('the model predicts no variance')]);
  });
});

test('targets too large to square: training says so, and no figure is NaN', async () => {
  const csv = 'x,y\n1,1e200\n2,-1e200\n3,0\n4,5e199\n';
  const data = { train: 'big.csv', target: 'y' };
  const { mlp } = project({ 'big.csv': csv, 'a.json': { ...config, data } });
  const { code, stdout, stderr } = await mlp('train a.json --out run');
  expect([code, stdout]).toEqual([1, expect.not.stringContaining('NaN')]);
  expect(flat(stderr)).toContain('training diverged in epoch 1, step 1: head: the loss is no longer finite');
});
