import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { decodeSafetensors } from '../../src/files/safetensors.js';
import { rowsOf } from '../cli/project.js';
import { publicCase } from './public_case.js';

// Built after pytorch#50528, #61309 and #8062: 20 rare rows of weight 1000 among 180.
describe('num-15: weights at every batch size', () => {
  /** p(rare) at x = 0 and 1, at the minimum of Σ s ℓ: by Newton's method in Python. */
  const minimum = [0.9586004018044308, 0.9988987002154172];

  test.each<[by: string, size: number | 'full', rate: number, epochs: number]>([
    ['data.weight', 1, 0.05, 600],
    ['data.weight', 8, 0.2, 1200],
    ['data.weight', 'full', 4, 800],
    ['training.class_weight', 1, 0.05, 600],
    ['training.class_weight', 8, 0.2, 1200],
  ])('%s: batches of %s come to the same minimum', async (by, size, rate, epochs) => {
    const { done, json, write, history } = publicCase('num-15-weight-batch1');
    const config = json('c8.json'); // whose schedule is cosine
    if (by === 'training.class_weight') {
      delete config.data.weight;
      config.training.class_weight = { rare: 1000, common: 1 };
    }
    config.optimizer.learning_rate = rate;
    Object.assign(config.training, { batch_size: size, epochs });
    write('c.json', config);
    await done('train c.json --out run --quiet');
    const { stdout } = await done('predict run', { stdin: 'x\n0\n1\n' });
    const rare = rowsOf(stdout).map((row) => Number(row[2]));
    for (const [i, p] of minimum.entries()) expect(Math.abs(rare[i + 1] - p)).toBeLessThan(0.01);
    expect(JSON.parse(history('run')[0]).loss_weights).toEqual({ train: [by] });
  });
});

// Built after pytorch#4534 and CNTK#905.
describe('num-10: a batch of one row has no variance to learn from', () => {
  /** Predictions for x = 1 to 5, with running mean and variance 0.57 and 1.285, by a few lines of Python. */
  const joined = [
    2.8846119117292766, 4.237369841967619, 5.590127772205963, 6.942885702444307, 8.295643632682648,
  ];

  test('the last row of 5 joins the batch of 4 before it', async () => {
    const { done } = publicCase('num-10-bn-one');
    await done('train c.json --out run --quiet');
    const { stdout } = await done('predict run d.csv');
    const [, ...predictions] = rowsOf(stdout).map(([prediction]) => Number(prediction));
    expect(predictions).toHaveLength(5);
    for (const [i, y] of predictions.entries()) expect(y).toBeCloseTo(joined[i], 12);
  });

  test('33 rows in batches of 32 train as they do in batches of 33', async () => {
    const { done, json } = publicCase('num-10-bn-one');
    for (const size of [32, 33])
      await done(`train e.json --out ${size} --quiet --set training.batch_size=${size}`);
    const [a, b] = [32, 33].map((size) => json(`${size}/metrics.json`).train);
    expect(a).toEqual(b);
    expect(a.r2).toBeGreaterThan(0.98); // 0.942 with batches of one row
  });

  test.each(['check', 'train', 'gradcheck'])(
    '%s refuses batches of one row, and a single row',
    async (command) => {
      const { mlp, json, write } = publicCase('num-10-bn-one');
      const one = 'training.batch_size: batch_norm (layers[0]) learns from the variance of a batch';
      const byFlag = await mlp(`${command} c.json --set training.batch_size=1`);
      expect(byFlag).toMatchObject({ code: 78, stdout: '' });
      expect(byFlag.stderr).toContain(one);
      const config = json('c.json');
      config.training.batch_size = 1;
      const block = { type: 'residual', layers: config.layers };
      write('one.json', { ...config, layers: [block] });
      const inConfig = await mlp(`${command} one.json`);
      expect(inConfig).toMatchObject({ code: 78, stdout: '' });
      expect(inConfig.stderr).toMatch(
        /one\.json:1:\d+: training.batch_size: batch_norm \(layers\[0\].layers\[0\]\)/,
      );
      const single = await mlp(`${command} c.json --set data.train=d1.csv`);
      expect(single).toMatchObject({ code: 78, stdout: '' });
      expect(single.stderr).toContain(
        'layers[0]: batch_norm learns from the variance of a batch, and the training',
      );
    },
  );

  test('gradcheck takes more than one row', async () => {
    const { stderr, code } = await publicCase('num-10-bn-one').mlp('gradcheck c.json --rows 1');
    expect(code).toBe(2);
    expect(stderr).toContain('one row has none: take more rows');
  });
});

// Built after pytorch#91765. Values of OneCycleLR as torch 1.13 has it, by a few lines of Python.
describe('num-04: one_cycle ends at its last step', () => {
  test.each([
    [5, [0.0004, 0.009504846320134737, 0.0061126202193628925, 0.00188258346050237, 4e-8]],
    [10, [0.0004, 0.0052, 0.01, 0.009504846320134737, 0.008117456539497631]],
    [50, [0.0004, 0.0005203460215272467, 0.0008753494340683881, 0.0014472088841534555]],
  ])('%i steps have the rates of PyTorch', async (steps, first) => {
    const { done, history } = publicCase('num-04-one-cycle');
    await done(
      `train c.json --out run --quiet --set training.epochs=${steps} --set training.batch_size=full`,
    );
    const rates = history('run').map((line) => JSON.parse(line).learning_rate);
    expect(rates).toHaveLength(steps);
    for (const [step, rate] of first.entries()) expect(rates[step] / rate).toBeCloseTo(1, 12);
    expect(rates.at(-1)).toBeCloseTo(0.01 / 25 / 1e4, 15);
  });

  test('10 steps in two epochs come to the weight of PyTorch', async () => {
    const { done } = publicCase('num-04-one-cycle');
    await done('train c2.json --out run --quiet');
    const [, [w]] = rowsOf((await done('predict run', { stdin: 'x\n1\n' })).stdout);
    expect(Number(w)).toBeCloseTo(0.5450584424777424, 13);
  });

  test('a warm-up before it is refused', async () => {
    const { mlp, json, write } = publicCase('num-04-one-cycle');
    const message = 'optimizer.schedule.warmup_epochs: one_cycle rises by itself, in pct_start of all steps';
    const config = json('c.json');
    config.optimizer.schedule.warmup_epochs = 2;
    write('warm.json', config);
    for (const args of ['check warm.json', 'train c.json --set optimizer.schedule.warmup_epochs=2']) {
      const { code, stderr } = await mlp(args);
      expect(code).toBe(78);
      expect(stderr).toContain(message);
    }
  });
});

// Built after pytorch#47513: the loss of poisson_nll is below 0, where a margin of threshold · loss would have the
// wrong sign.
test('num-03: plateau lowers the rate where a loss below 0 no longer falls', async () => {
  const { done, history } = publicCase('num-03-plateau-negative');
  await done('train c.json --out run --quiet');
  const records = history('run').map((line) => JSON.parse(line));
  let [rate, best, waited] = [0.01, Infinity, 0];
  for (const { train, learning_rate } of records) {
    expect(learning_rate).toBeCloseTo(rate, 15);
    const margin = best === Infinity ? 0 : 1e-4 * Math.abs(best);
    if (train.loss < best - margin) [best, waited] = [train.loss, 0];
    else waited++;
    if (waited > 3) [rate, waited] = [rate * 0.5, 0];
  }
  expect(records.at(-1).train.loss).toBeLessThan(0);
  expect(rate).toBeLessThan(0.01);
});

// Built after pytorch#104776. Values by a few lines of Python: the smoothed loss of a row, times the weight of its
// class. PyTorch weighs each class of the smoothed target instead, and comes to another loss.
test('num-06: label smoothing with class weights', async () => {
  const { done, history } = publicCase('num-06-smooth-weights');
  await done('train c.json --out run --quiet');
  expect(JSON.parse(history('run')[0]).train.loss).toBeCloseTo(0.7542238101048744, 13);
  const [, first] = rowsOf((await done('predict run d.csv')).stdout);
  const expected = [0.511161463730265, 0.2640579974130841, 0.22478053885665084];
  for (const [k, p] of expected.entries()) expect(Number(first[k + 1])).toBeCloseTo(p, 13);
});

// Built after edux#209. Values by a few lines of Python: batch_norm and an affine map by hand, three steps.
describe('num-19: weight decay', () => {
  test.each([
    [
      'adamw',
      'all',
      [0.6772201874259106, 0.6033179446559598, -0.22528043632340874, 0.22505458780489487],
      [0.25874444101643973, 0.012846451861959068, 1.487529447203669],
    ],
    [
      'adamw',
      'weights',
      [0.7911429973312142, 0.7307918227222263, -0.2707405337479888, 0.2609452242362618],
      [0.2622216303588038, 0.013526136468838865, 1.7175664384682678],
    ],
    [
      'adam',
      'weights',
      [0.7767710555628172, 0.7253563312791178, -0.27178496123500046, 0.26334218905651013],
      [0.241968034405608, -0.012905930554158021, 1.718736622585965],
    ],
    [
      'sgd',
      'weights',
      [0.9342162733468051, 0.8929987406926315, -0.17791794075943557, 0.08520411929985139],
      [0.21602515645356057, 0.2340687070323858, 1.608700396329476],
    ],
  ])('%s on %s', async (type, decay_on, norm, head) => {
    const { done, write, json, directory } = publicCase('num-19-decay');
    const momentum = type === 'sgd' && { momentum: 0.9, nesterov: true };
    const optimizer = { type, learning_rate: 0.1, weight_decay: 0.5, decay_on, ...momentum };
    write('c.json', { ...json('c.json'), optimizer });
    await done('train c.json --out run --quiet');
    const file = readFileSync(join(directory, 'run/model.safetensors'));
    const { tensors } = decodeSafetensors(file, 'model', { dtypes: ['F64'], requireHash: true });
    const of = (name: string) => [...tensors.get(name)!.data];
    const actual = ['layers.0.weight', 'layers.0.bias', 'head.weight', 'head.bias'].flatMap(of);
    for (const [i, value] of [...norm, ...head].entries()) expect(actual[i]).toBeCloseTo(value, 12);
  });

  test('init proposes none, of biases least of all', async () => {
    const { done } = publicCase('num-19-decay');
    const { stdout } = await done('init d.csv --target y');
    expect(JSON.parse(stdout).optimizer).toEqual({ type: 'adam', learning_rate: 0.002 });
  });
});
