import { describe, expect, test } from 'vitest';
import { shell } from '../helpers/cli.js';
import { dataset, iris, project } from './project.js';

/** Large enough that its products, its activations and its optimizer are split. */
const digits = {
  data: { train: dataset('digits.csv'), target: 'digit', split: { type: 'random', validation: 0.2 } },
  layers: [
    { type: 'dense', units: 96, activation: 'tanh' },
    { type: 'dense', units: 96, activation: 'relu' },
  ],
  optimizer: 'adam',
  training: { epochs: 2, batch_size: 128 },
};

describe('--threads', () => {
  test('changes no bit of the model, and the program ends', async () => {
    const { directory, sha256, history } = project({ 'digits.json': digits });
    const ways = ['--backend js', '--threads 1', '--threads 2', '--threads 3', ''];
    for (const [i, flags] of ways.entries()) {
      const { code, stderr } = await shell(`mlp train digits.json --out ${i} ${flags}`, { cwd: directory });
      expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('all epochs done') });
    }
    const first = { model: sha256('0/model.safetensors'), history: history('0') };
    for (const i of ways.keys())
      expect({ model: sha256(`${i}/model.safetensors`), history: history(`${i}`) }, ways[i]).toEqual(first);
  });

  test('takes MLP_THREADS, and says where there is but one', async () => {
    const { done, mlp } = project({ 'iris.json': iris() });
    const alone = await done('train iris.json --backend js', { env: { MLP_THREADS: '2' } });
    expect(alone.stderr).toContain('--threads 2: the backend js computes with one thread');
    const together = await done('train iris.json --force', { env: { MLP_THREADS: '2' } });
    expect(together.stderr).not.toContain('thread');
    expect((await mlp('train iris.json --threads 0')).code).toBe(2);
  });
});
