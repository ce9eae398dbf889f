import { describe, expect, test } from 'vitest';
import type { Chunk } from '../../src/data/row_encoder.js';
import { encodeStream } from '../../src/data/stream.js';
import { all, type Config, failure, load, source } from './support.js';

const training = 'x,k,z,y\n1,p,5,no\n2,q,,yes\n6,p,7,no\n';
const config: Config = { target: 'y', columns: { z: { missing: 'mean' } } };

interface Options {
  target?: 'ignore' | 'require';
  keep?: string[];
}

async function encode(
  chunks: readonly (string | Buffer)[],
  options: Options = {},
  by: Config = config,
  train = training,
) {
  const { preprocessing } = await load(train, by);
  const warnings: string[] = [];
  const encoded = await all(
    encodeStream(source(...chunks), preprocessing, {
      target: 'ignore',
      warn: (message) => warnings.push(message),
      ...options,
    }),
  );
  return { chunks: encoded, warnings, x: encoded.flatMap(({ x }) => [...x]) };
}

test('the training file encodes to the training split', async () => {
  const { train } = await load(training, config);
  const { chunks } = await encode([training], { target: 'require' });
  expect(chunks).toEqual([
    { rows: 3, x: train.x, t: train.t, kept: [[], [], []], lines: Uint32Array.of(2, 3, 4) },
  ]);
});

test('a row has the same bits whatever rows come with it, in what order and chunks, and with or without a last line end', async () => {
  const rows = training.trimEnd().split('\n');
  const { x } = await encode([training]);
  const width = x.length / 3;
  const shuffled = await encode([[rows[0], rows[3], rows[1], rows[2]].join('\n')]);
  expect(shuffled.x).toEqual([2, 0, 1].flatMap((i) => x.slice(i * width, (i + 1) * width)));
  for (let i = 0; i <= training.length; i++)
    expect((await encode([training.slice(0, i), training.slice(i)])).x).toEqual(x);
});

test('columns are matched by name: the target may be absent, others may be there, the order is free', async () => {
  const { x } = await encode([training]);
  expect((await encode(['id,z,k,x\n1,5,p,1\n2,,q,2\n3,7,p,6\n'])).x).toEqual(x);
});

test('a chunk is there as soon as its rows are', async () => {
  const { chunks } = await encode(['x,k,z\n', '1,p,5\n', '2,p,5\n\n3,p', ',5\n'], { keep: ['k', 'x'] });
  expect(chunks.map(({ rows, lines, kept }: Chunk) => [rows, lines[0], kept])).toEqual([
    [1, 2, [['p', '1']]],
    [1, 3, [['p', '2']]],
    [1, 5, [['p', '3']]],
  ]);
});

test('kept columns stand as in the file', async () => {
  const { chunks } = await encode(['x,k,z, id \n1,p,5," a, b "\n'], { keep: ['id'] });
  expect(chunks[0].kept).toEqual([[' a, b ']]);
});

describe('a missing value under drop', () => {
  const by: Config = { target: 'y', missing: 'drop' };
  const complete = training.replace('2,q,,', '2,q,6,');
  const text = 'x,k,z,y\n1,p,,no\n2,q,7,yes\n3,p,5,\n';

  test('is flagged in a row to predict', async () => {
    const { chunks } = await encode([text], {}, by, complete);
    expect(chunks).toHaveLength(1);
    expect(chunks[0].rows).toBe(3);
    expect(chunks[0].skipped).toEqual(Uint8Array.of(1, 0, 0));
    expect([...chunks[0].x.subarray(0, 4)]).toEqual([0, 0, 0, 0]);
    expect([...chunks[0].x.subarray(4, 8)]).toContain(1);
  });

  test('costs the row where targets are required, and so does a missing target', async () => {
    const { chunks } = await encode([text], { target: 'require', keep: ['x'] }, by, complete);
    expect(chunks).toMatchObject([
      { rows: 1, kept: [['2']], lines: Uint32Array.of(3), t: Float64Array.of(1) },
    ]);
  });
});

test('unseen categories are 0, with one warning that counts the rows of each', async () => {
  const { x, warnings } = await encode(['x,k,z\n3,r,6\n', '3,s,6\n3,,6\n3,P,6\n3,r,6\n']);
  expect(x).toEqual(Array(5).fill([0, 0, 0, 0]).flat());
  expect(warnings).toEqual([
    'data.csv: values that no training row had, encoded as all zeros: k: "r" (2 rows, first in line 2), ' +
      '"s" (1 row, line 3), a missing value (1 row, line 4), "P" (1 row, line 5; training had "p")',
  ]);
});

test('numbers that are categories are found by their value, but not whole ones that are written otherwise', async () => {
  const by: Config = { target: 'y', columns: { k: { type: 'category' } }, features: ['k'] };
  expect((await encode(['k\n1.0\n2\n02\n'], {}, by, 'k,y\n1,a\n2,b\n')).x).toEqual([1, 0, 0, 1, 0, 0]);
  expect((await encode(['k\n1.0\n01\n1\n'], {}, by, 'k,y\n01,a\n1,b\n')).x).toEqual([0, 0, 1, 0, 0, 1]);
});

test('a text in a column of numbers is a missing value, and counted; no number is not to be infinite', async () => {
  const filled = await encode(['x,k,z\n1,p,\n1,p,5 cm\n', '1,p,a\n']);
  const width = filled.x.length / 3;
  expect(filled.x.slice(width, 2 * width)).toEqual(filled.x.slice(0, width));
  expect(filled.x.slice(2 * width)).toEqual(filled.x.slice(0, width));
  expect(filled.warnings).toEqual([
    'data.csv: cells that are no numbers, taken for missing values: z: 2 (first: line 3, "5 cm"), for which 6 stands',
  ]);
  expect(await failure(encode(['x,k,z\n1,p,-inf\n']))).toContain(
    'data: data.csv:2:3: column 3 (z) holds numbers, but this is "-inf", which is not a finite number',
  );
});

test('rows without a target are left out, and counted', async () => {
  const { chunks, warnings } = await encode(['x,k,z,y\n1,p,5,nan\n1,p,5,no\n', '1,p,5,\n'], {
    target: 'require',
  });
  expect(chunks.map(({ rows }) => rows)).toEqual([1]);
  expect(warnings).toEqual(['data.csv: 2 rows of 3 left out, as the target y is missing']);
});

describe('without a header', () => {
  const by: Config = { target: 'c1', header: false };
  const train = 'no,1,2\nyes,3,4\n';

  test('columns are matched by position, and the target may be absent', async () => {
    const { x } = await encode([train], {}, by, train);
    expect(x).toEqual([-1, -1, 1, 1]);
    expect((await encode(['1,2\n3,4\n'], {}, by, train)).x).toEqual(x);
  });

  test('another number of columns is refused', async () => {
    expect(await failure(encode(['1\n'], {}, by, train))).toContain('data: data.csv:1: 1 fields, expected 3');
    expect(await failure(encode(['1,2\n'], { target: 'require' }, by, train))).toContain(
      '2 fields, expected 3',
    );
  });
});

describe('refused', () => {
  test.each<[string, string, Options, string]>([
    ['an absent column', 'x,k\n1,p\n', {}, 'data: data.csv:1: no column "z", which the training data had'],
    ['an absent target', 'x,k,z\n1,p,5\n', { target: 'require' }, 'data: data.csv:1: no column "y"'],
    [
      'a column to keep that is absent',
      'x,k,z\n1,p,5\n',
      { keep: ['id'] },
      'usage: data.csv: no column "id" to keep; it has x, k, z',
    ],
    [
      'text in a number column',
      'z,k,x\n1,p,5\n\n2,q,a\n',
      {},
      'data: data.csv:4:3: column 3 (x) holds numbers, but this is "a"',
    ],
    ['a missing number', 'x,k,z\n,p,5\n', {}, 'data: data.csv:2:1: column 1 (x): a missing value'],
    [
      'a new class',
      'x,k,z,y\n1,p,5,maybe\n',
      { target: 'require' },
      'data: data.csv:2:4: column 4 (y): the class "maybe" is in this data',
    ],
    ['header only', 'x,k,z\n', {}, 'data: data.csv: no data: there is a header'],
    ['nothing', '', {}, 'data: data.csv: no data: the file is empty'],
    ['a short row', 'x,k,z\n1,p\n', {}, 'data: data.csv:2:2: 2 fields, expected 3'],
  ])('%s', async (_, text, options, message) => {
    expect(await failure(encode([text], options))).toContain(message);
  });
});
