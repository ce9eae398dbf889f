import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Project, project } from '../cli/project.js';
import { parquetBytes } from '../data/parquet/files.js';

const require = createRequire(import.meta.url);
const isInstalled = (() => {
  try {
    return require.resolve('@duckdb/node-api') !== '';
  } catch {
    return false;
  }
})();

const whole = parquetBytes([
  { name: 'x', data: Array.from({ length: 500 }, (_, i) => i / 3) },
  { name: 'y', data: Array.from({ length: 500 }, (_, i) => `${i % 2}`) },
]);

const config = { data: { train: 'd.parquet', target: 'y' }, layers: [], training: { epochs: 1 } };

/** The message about a file that is to be trained on, which is one line. */
async function refusal(bytes: Uint8Array | string, world: Project = project({})) {
  world.write('c.json', config);
  world.write('d.parquet', bytes);
  const { code, stderr, stdout } = await world.mlp('train c.json --out run');
  expect({ code, stdout }).toEqual({ code: 65, stdout: '' });
  expect(stderr).toMatch(/^error: d\.parquet: [^\n]*\n$/);
  return stderr.slice('error: d.parquet: '.length, -1);
}

describe('a Parquet file', () => {
  test.each<[string, Uint8Array | string, string]>([
    ['that is empty', '', 'no data: the file is empty'],
    ['that is CSV', 'x,y\n1,2\n', 'not a Parquet file: it does not begin with PAR1'],
    [
      'that is its mark alone',
      'PAR1',
      'not a whole Parquet file: its end, which says what is in it, is missing',
    ],
    [
      'with an end that is longer than it',
      `PAR1${'\0'.repeat(8)}\xff\xff\x00\x00PAR1`,
      'not a whole Parquet file (',
    ],
    [
      'with columns, but no rows',
      parquetBytes([
        { name: 'x', data: [] },
        { name: 'y', data: [] },
      ]),
      'no data: it has columns, but no rows',
    ],
  ])('%s', async (_, bytes, message) => {
    const content = typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes;
    expect(await refusal(content)).toContain(message);
  });

  test.each([0.1, 0.5, 0.9, 0.999])('of which %d is there', async (part) => {
    const said = await refusal(whole.subarray(0, Math.floor(part * whole.length)));
    expect(said).toBe(
      'not a whole Parquet file: its end, which says what is in it, is missing; copy it again',
    );
  });

  test('of which the middle is missing', async () => {
    const cut = Buffer.concat([whole.subarray(0, 400), whole.subarray(1400)]);
    expect(await refusal(cut)).toMatch(/^not a whole Parquet file \(.+\)$/);
  });
});

describe.skipIf(!isInstalled)('a Parquet file of DuckDB', () => {
  let query: (sql: string) => Promise<unknown>;
  beforeAll(async () => {
    const { DuckDBInstance } = require('@duckdb/node-api') as typeof import('@duckdb/node-api');
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    query = (sql) => connection.run(sql);
  });

  test.each<[string, string, string, string]>([
    [
      'a list',
      '[1, i] AS l',
      '',
      'column 1 (l) is nested (LIST), which is not read: a row has one value in a column',
    ],
    ['a struct', "{'a': i} AS s", '', 'column 1 (s) is nested (STRUCT), which is not read'],
    ['a map', "MAP {'a': i} AS m", '', 'column 1 (m) is nested (MAP), which is not read'],
    [
      'nothing that can be read without its key',
      'i AS x',
      ", ENCRYPTION_CONFIG {footer_key: 'key'}",
      'this Parquet file is encrypted, which is not read; write it without encryption',
    ],
  ])('with %s', async (_, column, options, message) => {
    const world = project({});
    const path = join(world.directory, 'made.parquet');
    // the key is no secret
    await query("SET force_mbedtls_unsafe = 'true'");
    await query("PRAGMA add_parquet_key('key', '0123456789112345')");
    await query(
      `COPY (SELECT ${column}, i % 2 AS y FROM range(40) r(i)) TO '${path}' (FORMAT parquet${options})`,
    );
    const said = await refusal(readFileSync(path), world);
    expect(said).toContain(message);
  });

  test('a nested column may be left out', async () => {
    const world = project({ 'c.json': config });
    const path = join(world.directory, 'd.parquet');
    await query(
      `COPY (SELECT [i] AS l, i / 40 AS x, i % 2 AS y FROM range(40) r(i)) TO '${path}' (FORMAT parquet)`,
    );
    const flags = ['train', 'c.json', '--out', 'run', '--quiet', '--set', 'data.ignore=["l"]'];
    await world.done(flags.join(' '));
  });
});
