import { describe, expect, test } from 'vitest';
import { rowsOf } from '../cli/project.js';
import { publicCase } from './case.js';

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
