import { expect, test } from 'vitest';
import { MlpError } from '../../src/errors.js';
import { Agreement } from '../../src/ranks/agreement.js';
import { exchangeTexts, fromFirst, type Ranks } from '../../src/ranks/ranks.js';
import { inRanks } from '../helpers/replayed_ranks.js';

test('texts of ranks, of any length', async () => {
  const texts = ['', 'a', 'größer als acht Bytes', '∑'.repeat(100)];
  const results = await inRanks(4, (ranks) => exchangeTexts(ranks, texts[ranks.rank]));
  expect(results).toEqual([texts, texts, texts, texts]);
});

test.each([0, 1, 2 ** 20, 2 ** 20 + 1, 3_000_000])('%d bytes of the first rank reach all', async (length) => {
  const bytes = Uint8Array.from({ length }, (_, i) => (i * 7) % 251);
  const results = await inRanks(3, (ranks) => fromFirst(ranks, ranks.rank === 0 ? bytes : null));
  for (const result of results) expect(Buffer.compare(result as Uint8Array, bytes)).toBe(0);
});

test('a first rank that has none gives none', async () => {
  expect(await inRanks(2, (ranks) => fromFirst(ranks, null))).toEqual([null, null]);
});

/** The messages that ranks end with, null for one that starts. */
async function agreed(work: (agreement: Agreement, ranks: Ranks) => void) {
  const results = await inRanks(3, (ranks) => {
    const agreement = new Agreement(ranks);
    let message: string | null = null;
    try {
      work(agreement, ranks);
    } catch (error) {
      if (!(error instanceof MlpError)) throw error;
      message = agreement.refuse(error).message;
    }
    return { message, isReached: agreement.isReached };
  });
  return results as { message: string | null; isReached: boolean }[];
}

test('ranks with the same facts start', async () => {
  const results = await agreed((agreement) => agreement.reach({ config: { seed: 1, names: ['a'] } }));
  expect(results).toEqual(Array(3).fill({ message: null, isReached: true }));
});

test('a rank that differs is named, with the first place that does', async () => {
  const results = await agreed((agreement, { rank }) =>
    agreement.reach({ version: '1', config: { seed: rank === 2 ? 7 : 1, ...(rank === 2 && { l2: 1 }) } }),
  );
  const message = 'rank 2 differs from rank 0: config.seed is 7, not 1';
  expect(results).toEqual(Array(3).fill({ message, isReached: false }));
});

test('a fact that only one has is a difference', async () => {
  const [{ message }] = await agreed((agreement, { rank }) =>
    agreement.reach({ data: rank === 1 ? { train: 'x', test: 'y' } : { train: 'x' } }),
  );
  expect(message).toBe('rank 1 differs from rank 0: data.test is "y", not absent');
});

test('an error that all have is that of the first, and one of another rank names it', async () => {
  const all = await agreed(() => {
    throw new MlpError('config', 'a.json: no layers');
  });
  expect(all[0]).toEqual({ message: 'a.json: no layers', isReached: false });
  const one = await agreed((agreement, { rank }) => {
    if (rank === 1) throw new MlpError('no_input', 'a.csv: no such file');
    agreement.reach({});
  });
  expect(one.map(({ message }) => message)).toEqual([
    'rank 1: a.csv: no such file',
    'a.csv: no such file',
    'rank 1: a.csv: no such file',
  ]);
});
