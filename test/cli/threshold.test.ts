import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { decodeSafetensors } from '../../src/files/index.js';
import { dataset, project } from './project.js';

const pima = {
  data: {
    train: dataset('pimaindiansdiabetes2.csv'),
    target: 'diabetes',
    missing: 'median',
    split: { type: 'random', validation: 0.2, test: 0.2 },
  },
  layers: [{ type: 'dense', units: 4, activation: 'tanh' }],
  training: { epochs: 5 },
};
const noSplit = { ...pima, data: { ...pima.data, split: { type: 'none' } } };
const data = pima.data.train;

const tensorsOf = (directory: string) => {
  const bytes = readFileSync(join(directory, 'run/model.safetensors'));
  return decodeSafetensors(bytes, 'model', { dtypes: ['F64'], requireHash: true }).tensors;
};

describe('mlp threshold', () => {
  test('training that goes on says that the threshold is gone, and how to choose another', async () => {
    const { done } = project({ 'a.json': pima });
    await done('train a.json --quiet --out run');
    const without = await done('train a.json --quiet --out run --resume --set training.epochs=6');
    expect(without.stderr).not.toContain('threshold');
    await done('threshold run --set-to 0.3');
    const { stderr } = await done('train a.json --quiet --out run --resume --set training.epochs=7');
    const [, advice] = stderr
      .replace(/\s+/g, ' ')
      .match(/the threshold 0\.3 that was stored .* another: mlp (.*f1)/)!;
    expect((await done('inspect run')).stdout).not.toContain('threshold 0.3');
    // paths that are printed are relative to the directory of the process
    await done(advice, { cwd: process.cwd() });
  });

  test('chooses by the validation rows, and predict, eval and compare go by it', async () => {
    const { done, directory, sha256 } = project({ 'a.json': pima });
    await done('train a.json --quiet --out run');
    const [before, hash] = [tensorsOf(directory), sha256('run/model.safetensors')];
    const {
      chosen,
      before: old,
      test: onTest,
    } = JSON.parse((await done('threshold run --for f1 --json')).stdout);
    expect(old.threshold).toBe(0.5);
    expect(chosen.value).toBeGreaterThan(old.value);
    expect(tensorsOf(directory)).toEqual(before);

    const { validation, test: report } = JSON.parse((await done('eval run --json')).stdout);
    expect([validation.f1, validation.threshold]).toEqual([chosen.f1, chosen.threshold]);
    expect(validation.f1).toBe(chosen.value);
    expect(report.f1).toBe(onTest.chosen.f1);
    const asked = JSON.parse((await done('eval run --json --threshold 0.5')).stdout);
    expect(asked.validation.f1).toBe(old.f1);
    expect((await done('compare run --metrics f1 --part test --json')).stdout).toContain(String(report.f1));

    const { stdout, stderr } = await done(`predict run ${data}`);
    expect(stderr).toContain(`predicted from a probability of ${chosen.threshold} on`);
    for (const line of stdout.trimEnd().split('\n').slice(1, 40)) {
      const [prediction, , p] = line.split(',');
      expect(prediction).toBe(Number(p) >= chosen.threshold ? 'pos' : 'neg');
    }
    expect((await done('inspect run')).stdout).toContain(`threshold ${chosen.threshold}`);
    await done('threshold run --reset');
    expect(sha256('run/model.safetensors')).toBe(hash);
  });

  test('shows thresholds side by side, and changes nothing unless it is asked to', async () => {
    const { done, sha256 } = project({ 'a.json': pima });
    await done('train a.json --quiet --out run');
    const hash = sha256('run/model.safetensors');
    const { stdout } = await done('threshold run');
    expect(stdout).toMatch(/0\.50000.*in use/);
    expect(stdout.trimEnd().split('\n')).toHaveLength(10);
    expect(sha256('run/model.safetensors')).toBe(hash);
    const costs = await done('threshold run --for cost=fp:1,fn:5');
    expect(costs.stdout).toMatch(/validation, \d+ rows: cost [01]\.\d+ at 0\.5, 0\.\d+ at 0\.\d+;/);
    expect(costs.stderr).toContain('now instead of 0.5');
  });

  test('of folds by the rows that each network was not trained on', async () => {
    const folds = { ...noSplit, ensemble: { type: 'folds', members: 3 } };
    const { done } = project({ 'a.json': folds });
    await done('train a.json --quiet --out run');
    const { stderr } = await done('threshold run --for balanced_accuracy');
    expect(stderr).toContain('each predicted by the network not trained on it');
  });

  test('a threshold of choice needs no data', async () => {
    const { done, json } = project({ 'a.json': noSplit });
    await done('train a.json --quiet --out run');
    expect(JSON.parse((await done('threshold run --set-to 0.3 --json')).stdout)).toEqual({
      threshold: 0.3,
      before: 0.5,
    });
    expect(JSON.parse((await done(`eval run --json`)).stdout).train.threshold).toBe(0.3);
    const other = await done(`threshold run ${data} --for f1`);
    expect(other.stdout).toContain('data, 768 rows: f1');
    expect(json('run/metrics.json').train.threshold).toBeUndefined();
  });

  test.each([
    ['run', 'no validation rows to choose a threshold by (data.split.validation)'],
    ['run --for f3', 'no such goal'],
    ['run --for cost=1:5', 'expected two numbers'],
    ['run --set-to 2', 'Expected a number of at least 0 and of at most 1'],
    ['run --set-to 0.2 --reset', 'cannot be used with'],
  ])('threshold %s is refused', async (args, message) => {
    const { done, mlp, sha256 } = project({ 'a.json': noSplit });
    await done('train a.json --quiet --out run');
    const hash = sha256('run/model.safetensors');
    const { code, stderr } = await mlp(`threshold ${args}`);
    expect([code, stderr.replaceAll('\n', ' ')]).toEqual([2, expect.stringContaining(message)]);
    expect(sha256('run/model.safetensors')).toBe(hash);
  });

  test('numbers and three classes have none', async () => {
    const numbers = {
      data: { train: { generator: 'reg_plane', rows: 20 } },
      layers: [],
      training: { epochs: 1 },
    };
    const { done, mlp } = project({ 'a.json': numbers });
    await done('train a.json --quiet --out run');
    expect(await mlp('threshold run --for f1')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('this model predicts numbers'),
    });
    expect((await mlp('threshold nowhere')).code).toBe(66);
  });
});
