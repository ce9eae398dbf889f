import { describe, expect, test } from 'vitest';
import { featureNames } from '../../../src/data/preprocessing/index.js';
import { preprocessingSchema } from '../../../src/data/preprocessing/schema.js';
import { dataSchema } from '../../../src/data/schema.js';
import { encodeStream } from '../../../src/data/stream.js';
import { all, type Config, load, source } from '../support.js';

// a 4 times, b 3, c 2, d and e once, and one missing
const values = ['a', 'b', 'a', 'c', 'a', 'd', 'b', 'a', 'c', '', 'e', 'b'];
const csv = (texts: readonly string[]) => ['k,y', ...texts.map((text, i) => `${text},${i}.5`)].join('\n');
const fitted = (config: Config, texts = values) => load(csv(texts), { target: 'y', ...config });

/** The name of the column that is 1 in each row of k,y; undefined where none is. */
async function levels(config: Config, texts: readonly string[]) {
  const { preprocessing } = await fitted(config);
  const names = featureNames(preprocessing);
  const warnings: string[] = [];
  const listener = { warn: (text: string) => warnings.push(text), note: () => {} };
  const chunks = await all(
    encodeStream(source(csv(texts)), preprocessing, { target: 'ignore', ...listener }),
  );
  const found = chunks.flatMap(({ x, rows }) =>
    Array.from({ length: rows }, (_, i) => {
      const ones = names.filter((_, j) => x[i * names.length + j] === 1);
      expect(ones.length).toBeLessThanOrEqual(1);
      return ones[0];
    }),
  );
  return { found, warnings };
}

describe('min_count', () => {
  test('values of fewer rows are one category, which is noted with how to undo it', async () => {
    const { preprocessing, notes } = await fitted({ min_count: 3 });
    expect(featureNames(preprocessing)).toEqual(['k=a', 'k=b', 'k=(missing)', 'k=(rare)']);
    expect(notes).toContain(
      'column k: 3 values of fewer than 3 training rows are together (rare), 4 rows: "c" (2), "d" (1), "e" (1); ' +
        'each as a category of its own: --set data.columns.k.min_count=1',
    );
    expect(preprocessingSchema.parse(JSON.parse(JSON.stringify(preprocessing)))).toEqual(preprocessing);
  });

  test('values that training did not have join the rare ones, and the warning says so', async () => {
    const { found, warnings } = await levels({ min_count: 2 }, ['a', 'd', 'e', 'zz', '', 'c']);
    expect(found).toEqual(['k=a', 'k=(rare)', 'k=(rare)', 'k=(rare)', 'k=(missing)', 'k=c']);
    expect(warnings).toEqual([
      'data.csv: values that no training row had, encoded as (rare): k: "zz" (1 row, line 5)',
    ]);
  });

  test('where none is rare, nothing changes: values that training did not have are all zeros', async () => {
    const { found, warnings } = await levels({ min_count: 1 }, ['d', 'zz']);
    expect(found).toEqual(['k=d', undefined]);
    expect(warnings[0]).toContain('encoded as all zeros');
    const plain = await fitted({});
    expect(JSON.stringify(plain.preprocessing)).not.toContain('rare');
  });

  test('a column overrules the file', async () => {
    const { preprocessing } = await fitted({ min_count: 3, columns: { k: { min_count: 2 } } });
    expect(featureNames(preprocessing)).toEqual(['k=a', 'k=b', 'k=c', 'k=(missing)', 'k=(rare)']);
  });

  test('a value that fills is rare where it is among the rare ones', async () => {
    const { found } = await levels({ min_count: 2, columns: { k: { missing: 'constant', fill: 'd' } } }, [
      '',
      'd',
      'a',
    ]);
    expect(found).toEqual(['k=(rare)', 'k=(rare)', 'k=a']);
  });

  test('a column of rare values alone tells nothing', async () => {
    const { warnings, train } = await fitted({ min_count: 3 }, ['a', 'b', 'c', 'd']);
    expect(warnings).toEqual([
      'column k is rare (data.min_count) in every training row: it tells nothing, and is 0 to the network, ' +
        'whatever comes later',
    ]);
    expect([...train.x]).toEqual([0, 0, 0, 0]);
  });

  test('is refused at 0, and nothing for numbers', async () => {
    expect(dataSchema.safeParse({ train: '-', min_count: 0 }).success).toBe(false);
    const { warnings } = await load('a,y\n1,1.5\n2,2.5\n', { target: 'y', columns: { a: { min_count: 2 } } });
    expect(warnings).toEqual([
      'data.columns.a.min_count has no effect: it is for categories, and the column holds none',
    ]);
  });
});
