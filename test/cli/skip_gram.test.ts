import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { repository } from '../helpers/cli.js';
import { sample } from '../helpers/runs.js';
import { dataset, type Json, type Project, project } from './project.js';

const karate: Json = JSON.parse(readFileSync(join(repository, 'configs/karate.json'), 'utf8'));
karate.data.train = dataset('karate.csv');

/** The members who went with the instructor when the club split: datasets/README.md. */
const instructor = new Set([1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 17, 18, 20, 22]);

/** Logistic regression of the club by the vectors of its members, on all of them or each by what had the others. */
const logistic = (more: object) => ({
  data: { train: 'members.csv', target: 'club', ignore: ['from'], scale: 'none' },
  optimizer: { type: 'lbfgs' },
  training: { batch_size: 'full', l2: 0.03, epochs: 15, restore_best: false },
  ...more,
});

async function clubs(place: Project, seed: number): Promise<number[]> {
  await place.done(`train karate.json --seed ${seed} --out vectors --force --quiet`);
  const vectors = (await place.done('embeddings vectors --format csv')).stdout.trimEnd().split('\n');
  const clubOf = (line: string) => (instructor.has(Number(line.split(',')[0])) ? 'instructor' : 'officer');
  const rows = vectors.slice(1).map((line) => `${line},${clubOf(line)}`);
  place.write('members.csv', `${vectors[0]},club\n${rows.join('\n')}\n`);
  const right = async (config: string, part: string) => {
    const { stdout } = await place.done(`train ${config} --out club --force --quiet --json`);
    return Math.round(34 * JSON.parse(stdout)[part].accuracy);
  };
  return [await right('all.json', 'train'), await right('each.json', 'validation')];
}

describe("Zachary's karate club", () => {
  test.each(sample([0, 1, 2, 3, 4], 1, 0))(
    'a logistic regression on the vectors tells the clubs apart: seed %d',
    async (seed) => {
      const place = project({
        'karate.json': karate,
        'all.json': logistic({}),
        'each.json': logistic({ ensemble: { type: 'folds', members: 17 } }),
      });
      const [all, each] = await clubs(place, seed);
      expect(all).toBeGreaterThanOrEqual(32);
      expect(each).toBeGreaterThanOrEqual(32);
    },
  );

  test('the network predicts who is tied to whom, and can be measured as any other', async () => {
    const { done } = project({ 'karate.json': karate });
    const { stdout } = await done('train karate.json --quiet --json');
    const { train, baseline } = JSON.parse(stdout);
    expect(train.loss).toBeLessThan(baseline.train.loss - 1);
    expect(train.roc_auc).toBeGreaterThan(0.9);
    expect(JSON.parse((await done('eval runs/karate --json')).stdout).train.loss).toBe(train.loss);
    const lines = (await done(`predict runs/karate ${dataset('karate.csv')} --top-k 1`)).stdout.split('\n');
    expect(lines[0]).toBe('prediction_1,p_1');
    expect((await done('inspect runs/karate')).stdout).toContain('(embedding)');
    const near = JSON.parse((await done('embeddings runs/karate --nearest 34 --json --count 3')).stdout);
    expect(near.nearest).toHaveLength(3);
  });
});

describe('pairs', () => {
  const pairs = 'word,context\ntea,cup\ntea,pot\ncoffee,cup\ncoffee,mug\nbeer,mug\n';
  const config = (more: object = {}) => ({
    task: 'embedding',
    data: { train: 'p.csv' },
    training: { epochs: 2 },
    ...more,
  });

  test('of words: the last of two columns is the context, the first has the vectors', async () => {
    const { done, json } = project({ 'p.csv': pairs, 'p.json': config() });
    await done('train p.json --quiet');
    expect(json('runs/p/config.json')).toMatchObject({
      data: { encode: { type: 'embedding' } },
      training: { objective: { type: 'skip_gram', negatives: 5 } },
    });
    const words = (await done('embeddings runs/p')).stdout.trimEnd().split('\n').slice(1);
    expect(words.map((line) => line.split(' ')[0])).toEqual(['beer', 'coffee', 'tea']);
  });

  test('have weights, which count as rows do', async () => {
    const weighted = 'a,b,n\nx,p,3\ny,q,1\n';
    const { done } = project({
      'p.csv': weighted,
      'p.json': config({ data: { train: 'p.csv', weight: 'n' }, training: { epochs: 1 } }),
    });
    await done('train p.json --quiet');
  });

  test.each<[what: string, config: object, file: string, message: string]>([
    ['three columns', {}, 'a,b,c\n1,2,3\n4,5,6\n', 'one column of words and one of their contexts'],
    [
      'two targets',
      { data: { train: 'p.csv', target: ['b', 'c'] } },
      'a,b,c\n1,2,3\n4,5,6\n',
      'one of their contexts',
    ],
    ['another encoding', { data: { train: 'p.csv', encode: 'onehot' } }, pairs, 'set it to "embedding"'],
    ['one context', {}, 'a,b\nx,p\ny,p\n', 'but one class'],
    ['layers', { layers: [{ type: 'dense', units: 2 }] }, pairs, 'layers: between the vectors'],
    ['an ensemble', { ensemble: 'shared' }, pairs, 'no axes in common'],
    ['another head', { head: { activation: 'sigmoid' } }, pairs, 'leave the head out'],
    ['lbfgs', { optimizer: 'lbfgs', training: { batch_size: 'full' } }, pairs, 'drawn at random'],
    ['weight decay', { optimizer: { type: 'adamw', weight_decay: 0.1 } }, pairs, 'decay_on'],
    [
      'another task',
      { task: 'classification', training: { objective: 'skip_gram' } },
      pairs,
      'a table of pairs',
    ],
    ['no negatives', { training: { objective: { type: 'skip_gram', negatives: 0 } } }, pairs, 'negatives'],
  ])('refuse %s', async (_, more, file, message) => {
    const { mlp } = project({ 'p.csv': file, 'p.json': config(more) });
    const { code, stderr } = await mlp('train p.json');
    expect(stderr).toContain(message);
    expect([65, 78]).toContain(code);
  });
});
