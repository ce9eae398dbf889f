import { expect, test } from 'vitest';
import { loadModel } from '../../src/model/load_model.js';
import { dataset, project } from './project.js';

const penguins = (more: object = {}) => ({
  data: {
    train: dataset('penguins.csv'),
    target: 'species',
    missing: 'mean',
    columns: { island: { encode: { type: 'embedding', width: 3 } } },
  },
  layers: [],
  training: { epochs: 2 },
  ...more,
});

/** Vectors of word2vec text by their words. */
function readWords(text: string): Record<string, number[]> {
  const [first, ...lines] = text.trimEnd().split('\n');
  const vectors = Object.fromEntries(
    lines.map((line) => {
      const [word, ...numbers] = line.split(' ');
      return [word, numbers.map(Number)];
    }),
  );
  const words = Object.values(vectors);
  expect(first).toBe(`${words.length} ${words[0].length}`);
  return vectors;
}

const cosine = (a: number[], b: number[]) => {
  const product = (u: number[], v: number[]) => u.reduce((sum, value, k) => sum + value * v[k], 0);
  return product(a, b) / Math.sqrt(product(a, a) * product(b, b));
};

test('vectors are the rows of the tensor, to the last digit, as word2vec text, CSV and JSON', async () => {
  const { done, directory } = project({ 'p.json': penguins() });
  await done('train p.json --quiet');
  const { tensors } = loadModel(`${directory}/runs/p`);
  const { data } = tensors.get('encoders.island.weight')!;
  const expected = Object.fromEntries(
    ['Biscoe', 'Dream', 'Torgersen'].map((name, i) => [name, [...data.slice(3 * i, 3 * i + 3)]]),
  );
  const { stdout, stderr } = await done('embeddings runs/p');
  expect(stderr).toBe('');
  expect(readWords(stdout)).toEqual(expected);
  const csv = (await done('embeddings runs/p --format csv')).stdout.trimEnd().split('\n');
  expect(csv[0]).toBe('island,v1,v2,v3');
  expect(csv[2].split(',').slice(1).map(Number)).toEqual(expected.Dream);
  const json = JSON.parse((await done('embeddings runs/p --json')).stdout);
  expect(json).toMatchObject({ column: 'island', width: 3 });
  expect(json.vectors[1]).toEqual({ category: 'Dream', vector: expected.Dream });

  const near = JSON.parse((await done('embeddings runs/p --nearest Biscoe --json')).stdout);
  const of = (name: string) => cosine(expected.Biscoe, expected[name]);
  const order = ['Dream', 'Torgersen'].sort((a, b) => of(b) - of(a));
  expect(near.nearest.map(({ category }: { category: string }) => category)).toEqual(order);
  expect(near.nearest[0].cosine).toBeCloseTo(of(order[0]), 12);
  const table = (await done('embeddings runs/p --nearest Biscoe --count 1')).stdout;
  expect(table).toMatch(new RegExp(`^island +cosine\n${order[0]} +-?[\\d.]+\n$`));
});

test('several columns and several networks: one is named, cosines are means', async () => {
  const config = penguins({ training: { epochs: 1, restarts: { count: 2, keep: 'all' } } });
  const { done, mlp, directory } = project({ 'p.json': config });
  await done('train p.json --quiet --set data.columns.sex.encode=embedding');
  expect(await mlp('embeddings runs/p')).toMatchObject({
    code: 2,
    stderr: 'error: which column? The model has vectors for island, sex: --column island\n',
  });
  const { stdout, stderr } = await done('embeddings runs/p --column island --member 2');
  expect(stderr).toContain('the model averages 2 networks');
  const { tensors } = loadModel(`${directory}/runs/p`);
  expect(readWords(stdout).Biscoe).toEqual([
    ...tensors.get('members.1.encoders.island.weight')!.data.slice(0, 3),
  ]);
  const both = await Promise.all(
    [1, 2].map(async (n) =>
      readWords((await done(`embeddings runs/p --column island --member ${n}`)).stdout),
    ),
  );
  const near = JSON.parse((await done('embeddings runs/p --column island --nearest Dream --json')).stdout);
  const biscoe = near.nearest.find(({ category }: { category: string }) => category === 'Biscoe');
  const mean = (cosine(both[0].Dream, both[0].Biscoe) + cosine(both[1].Dream, both[1].Biscoe)) / 2;
  expect(biscoe.cosine).toBeCloseTo(mean, 12);
  expect((await mlp('embeddings runs/p --column island --member 3')).code).toBe(2);
});

test('blanks become _, and two words that would be one are refused', async () => {
  const place = project({
    'p.json': penguins(),
    'a.csv': 'town,y\nNew York,1\nNew_York,2\nRome,3\nRome,4\n',
    'b.csv': 'town,y\nNew York,1\nOslo,2\nRome,3\nRome,4\n',
  });
  const set =
    '--quiet --set data.target=y --set data.columns={} --set data.encode=embedding --set data.missing=error';
  for (const name of ['a', 'b'])
    await place.done(`train p.json --out ${name} --set data.train=${name}.csv ${set}`);
  const twice = await place.mlp('embeddings a');
  expect(twice.code).toBe(2);
  expect(twice.stderr).toContain('use --format csv');
  expect((await place.done('embeddings a --format csv')).stdout).toContain('New York,');
  const { stdout, stderr } = await place.done('embeddings b');
  expect(Object.keys(readWords(stdout))).toEqual(['New_York', 'Oslo', 'Rome']);
  expect(stderr).toContain('New_York');
});

test('misspelt names are refused with a suggestion, and a model without vectors with a remedy', async () => {
  const { done, mlp } = project({ 'p.json': penguins() });
  await done('train p.json --quiet');
  expect((await mlp('embeddings runs/p --column islnd')).stderr).toContain('did you mean "island"?');
  expect((await mlp('embeddings runs/p --nearest Bisco')).stderr).toContain('did you mean "Biscoe"?');
  await done('train p.json --quiet --out plain --set data.columns.island.encode=onehot');
  const { code, stderr } = await mlp('embeddings plain');
  expect(code).toBe(2);
  expect(stderr).toContain('data.columns.NAME.encode set to "embedding"');
});
