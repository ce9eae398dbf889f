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
