import { describe, expect, test } from 'vitest';
import { shell } from '../helpers/cli.js';
import { isLong, runs } from '../helpers/runs.js';
import { dataset, iris, project } from './project.js';

/** Large enough that its products, its activations and its optimizer are split. */
const digits = {
  data: { train: dataset('digits.csv'), target: 'digit', split: { type: 'random', validation: 0.2 } },
  layers: [
    { type: 'dense', units: 96, activation: 'tanh' },
    { type: 'dense', units: 96, activation: 'relu' },
  ],
  optimizer: 'adam',
  training: { epochs: runs(1, 2), batch_size: 128 },
};

describe('--threads', () => {
  test('changes no bit of the model, and the program ends', async () => {
    const { directory, done, sha256, history } = project({ 'digits.json': digits });
    const ways = runs(
      ['--backend js', '--threads 2'],
      ['--backend js', '--threads 1', '--threads 2', '--threads 3', ''],
    );
    for (const [i, flags] of ways.entries()) {
      const line = `mlp train digits.json --out ${i} ${flags}`;
      // the program itself ends, threads or not; the first is what it is compared with
      const { code, stderr } = await (i === 0
        ? done(line.slice('mlp '.length))
        : shell(line, { cwd: directory }));
      expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('all epochs done') });
    }
    const first = { model: sha256('0/model.safetensors'), history: history('0') };
    for (const i of ways.keys())
      expect({ model: sha256(`${i}/model.safetensors`), history: history(`${i}`) }, ways[i]).toEqual(first);
  });

  test('takes MLP_THREADS, and says where there is but one', async () => {
    const { done, mlp } = project({ 'iris.json': iris() });
    const alone = await done('train iris.json --backend js', { env: { MLP_THREADS: '2' } });
    expect(alone.stderr).toContain('--threads 2: the backend js computes each step with one thread');
    const together = await done('train iris.json --force', { env: { MLP_THREADS: '2' } });
    expect(together.stderr).not.toContain('thread');
    expect((await mlp('train iris.json --threads 0')).code).toBe(2);
  });
});

/** Config with enough work for its restarts to run side by side, where there are threads. */
const restarts = {
  data: { train: { generator: 'spiral', rows: 1250 }, split: { type: 'random', validation: 0.2 } },
  layers: [
    { type: 'dense', units: 64, activation: 'tanh' },
    { type: 'dropout', rate: 0.1 },
    { type: 'dense', units: 64 },
  ],
  optimizer: 'adam',
  training: { epochs: runs(20, 40), batch_size: 16, restarts: runs(3, 6), checkpoint_every: 3 },
};

describe('restarts side by side', () => {
  // jobs/restarts has threads of this process in the short form
  test.runIf(isLong)(
    'leave the files, and print the lines, that they leave and print one after the other',
    async () => {
      const world = project({ 'spiral.json': restarts });
      const ways = ['--threads 1', '--threads 2', ...runs([], ['--threads 3'])];
      const outcomes = await Promise.all(
        ways.map(async (flags, i) => {
          const command = `mlp train spiral.json --out ${i} ${flags}`;
          const { code, stdout, stderr } = await shell(command, { cwd: world.directory });
          const lines = stderr.split('\n').filter((line) => /epoch \d+\//.test(line));
          return {
            ...{ code, stdout, lines },
            model: world.sha256(`${i}/model.safetensors`),
            history: world.history(`${i}`),
            metrics: { ...world.json(`${i}/metrics.json`), seconds: 0 },
          };
        }),
      );
      const { epochs, restarts: count } = restarts.training;
      const [lines, history] = [10, epochs * count].map((length) => ({ length }));
      expect(outcomes[0]).toMatchObject({ code: 0, lines, history });
      for (const [i, outcome] of outcomes.entries()) expect(outcome, ways[i]).toEqual(outcomes[0]);
    },
  );
});
