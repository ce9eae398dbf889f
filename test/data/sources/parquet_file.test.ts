import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readParquet } from '../../../src/data/parquet/read.js';
import { fileAccess } from '../../../src/data/sources/file_access/node.js';
import { readParquetFile } from '../../../src/data/sources/parquet_file.js';
import { random, uniform } from '../../../src/random.js';
import { parquetBytes, writeParquet } from '../parquet/files.js';

const directory = mkdtempSync(join(tmpdir(), 'mlp-parquet-'));
afterAll(() => rmSync(directory, { recursive: true }));

/** Rows of more bytes than are read at once to see what a file holds; in several row groups, of two sizes. */
const rows = 50_000;
const rowGroupSize = [1000, 20_000];
const rng = random(1, 'check');
const names = ['a', 'b', 'c', 'd'];
const columns = names.map((name) => ({
  name,
  data: Array.from({ length: rows }, () =>
    name === 'b' ? `b${Math.floor(9 * uniform(rng))}` : uniform(rng),
  ),
}));

test.each([
  ['SNAPPY', true],
  ['UNCOMPRESSED', false],
] as const)(
  '%s: whether a column takes the memory of the one before, which may be its values: %j',
  async (codec, expected) => {
    const bytes = parquetBytes(columns, { codec, rowGroupSize });
    const areShared: boolean[] = [];
    const file = {
      size: bytes.length,
      read: async (start: number, end: number, into?: ArrayBuffer) => {
        if (start > 4 && end < bytes.length - 4) areShared.push(into !== undefined);
        return bytes.slice(start, end) as Uint8Array<ArrayBuffer>;
      },
    };
    for await (const _ of readParquet(file, 'd.parquet', await fileAccess.parquet(), { wanted: names }));
    expect(new Set(areShared)).toEqual(new Set([expected]));
  },
);

describe.each(['SNAPPY', 'UNCOMPRESSED'] as const)('%s', (codec) => {
  const path = join(directory, `${codec}.parquet`);
  const bytes = parquetBytes(columns, { codec, rowGroupSize });
  writeParquet(path, columns, { codec, rowGroupSize });

  test.each([[names], [['d', 'a', 'b', 'c']], [['a', 'b']], [['d']], [['c', 'b']]])(
    'columns %j: the cells are those of the file, and the hash is that of all of its bytes',
    async (wanted) => {
      for (const input of [bytes, path]) {
        const hash = createHash('sha256');
        let first = 0;
        for await (const chunk of readParquetFile({ name: 'd.parquet', input }, { wanted }, hash)) {
          for (const name of wanted) {
            const field = names.indexOf(name);
            const expected = columns[field].data.slice(first, first + chunk.rows).map(String);
            expect(expected.map((_, row) => chunk.text(row, field))).toEqual(expected);
          }
          first += chunk.rows;
        }
        expect(first).toBe(rows);
        expect(hash.digest('hex')).toBe(createHash('sha256').update(bytes).digest('hex'));
      }
    },
  );
});
