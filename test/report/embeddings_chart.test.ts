import { expect, test } from 'vitest';
import { embeddings } from '../../src/report/charts/embeddings.js';
import { gather } from '../../src/report/evidence/evidence.js';
import { project } from '../cli/project.js';

const refuse = (warning: string) => {
  throw new Error(warning);
};

/** A run on columns of numbers and of categories, all encoded by the network. */
async function evidenceOf(numbers: number, categories: number, levels: number) {
  const names = [
    ...Array.from({ length: numbers }, (_, j) => `n${j}`),
    ...Array.from({ length: categories }, (_, j) => `c${j}`),
  ];
  const row = (i: number) => [
    ...Array.from({ length: numbers }, (_, j) => Math.sin(i * (j + 1)).toFixed(3)),
    ...Array.from({ length: categories }, (_, j) => `level ${(i * (j + 1)) % levels} of a long name`),
    i % 5,
  ];
  const lines = Array.from({ length: 4 * levels }, (_, i) => row(i).join());
  const encoding = { type: 'piecewise_linear', bins: 3, width: 2 };
  const { done, directory } = project({
    'rows.csv': `${[...names, 'y'].join()}\n${lines.join('\n')}\n`,
    'a.json': {
      task: 'regression',
      data: {
        train: 'rows.csv',
        target: 'y',
        encode: 'embedding',
        columns: Object.fromEntries(names.slice(0, numbers).map((name) => [name, { encode: encoding }])),
      },
      layers: [],
      training: { epochs: 1 },
    },
  });
  await done('train a.json --quiet --out run');
  return gather(`${directory}/run`, refuse);
}

test('of more than six columns of a kind six are drawn: of numbers those that change most', async () => {
  const { caption, pictures } = embeddings.draw(await evidenceOf(7, 7, 11));
  expect(caption).toContain('over the range of the training rows. Drawn are 6 of 7, which change most.');
  expect(caption).toMatch(/the two in which they differ most\. Drawn are 6 of 7\.$/);
  expect(pictures).toHaveLength(12);
});

test('categories alone: every one is a point, and those near others have no name', async () => {
  const { caption, pictures } = embeddings.draw(await evidenceOf(0, 1, 120));
  expect(caption).not.toContain('A number becomes');
  expect(caption).not.toContain('Drawn are');
  expect(pictures).toHaveLength(1);
  const text = JSON.stringify(pictures);
  const points = text.match(/<circle/g)!.length;
  expect(points).toBe(120);
  expect(new Set(text.match(/>level \d+[^<]*</g)).size).toBeGreaterThan(points / 2);
  expect(text.match(/<text[^>]*>level \d+/g)?.length ?? 0).toBeLessThan(points);
});

test('numbers alone have no map', async () => {
  const { caption, pictures } = embeddings.draw(await evidenceOf(2, 0, 6));
  expect(caption).toMatch(/^A number becomes several/);
  expect(caption).not.toContain('A category');
  expect(pictures).toHaveLength(2);
});
