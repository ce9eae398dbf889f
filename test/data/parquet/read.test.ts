import { Readable } from 'node:stream';
import type { SchemaElement } from 'hyparquet';
import type { ColumnSource } from 'hyparquet-writer';
import { describe, expect, test } from 'vitest';
import { readFiles } from '../../../src/data/sources/files.js';
import { filesFrom } from '../../../src/data/sources/paths.js';
import { plainCells } from '../../../src/data/table/cells.js';
import { readTable } from '../../../src/data/table/read.js';
import type { WantedType } from '../../../src/data/table/table.js';
import { all, failure, textsOf } from '../support.js';
import { parquetBytes, parquetSource } from './files.js';

const format = { delimiter: ',', header: true };

/** Reads a column as what it is taken for. */
async function column(source: ColumnSource, options = {}, wanted: WantedType = 'infer') {
  const from = parquetSource([source], options);
  const table = await readTable(readFiles(filesFrom(from), format), () => new Map([[source.name, wanted]]), {
    name: from.name,
    cells: plainCells,
  });
  const read = table.columns.get(source.name)!;
  const cells = Array.from({ length: table.rows }, (_, row) =>
    read.type === 'category' ? (read.categories[read.codes.at(row)] ?? null) : read.values.at(row),
  );
  return { type: read.type, verdict: read.verdict, cells, missing: [...read.facts.missing] };
}

/** A column of an element that the writer has no name for. */
const stored = (data: unknown[], element: Partial<SchemaElement>) =>
  [
    { name: 'x', data: data as never },
    {
      schema: [
        { name: 'root', num_children: 1 },
        { name: 'x', repetition_type: 'OPTIONAL', ...element },
      ] as SchemaElement[],
    },
  ] as const;

describe('types', () => {
  test.each<[string, readonly [ColumnSource, object?], object]>([
    [
      'doubles',
      [{ name: 'x', data: [0.1, null, -2.5e300] }],
      { type: 'number', cells: [0.1, Number.NaN, -2.5e300] },
    ],
    ['whole numbers', [{ name: 'x', data: Int32Array.of(3, 0, -7) }], { type: 'number', cells: [3, 0, -7] }],
    [
      '64 bits',
      [{ name: 'x', data: [3n, null, -(2n ** 53n)] }],
      { type: 'number', cells: [3, Number.NaN, -(2 ** 53)] },
    ],
    [
      'more than a double holds',
      [{ name: 'x', data: [1n, 2n ** 53n + 1n, null, 1n] }],
      { type: 'category', cells: ['1', '9007199254740993', null, '1'] },
    ],
    [
      'without a sign',
      stored([2 ** 32 - 1, 5], { type: 'INT32', converted_type: 'UINT_32' }),
      { type: 'number', cells: [2 ** 32 - 1, 5] },
    ],
    [
      'booleans',
      [{ name: 'x', data: [true, null, false] }],
      { type: 'category', cells: ['true', null, 'false'] },
    ],
    [
      'texts',
      [{ name: 'x', data: ['b', 'ä', null, 'b'] }],
      { type: 'category', cells: ['b', 'ä', null, 'b'] },
    ],
    [
      'texts of numbers',
      [{ name: 'x', data: ['10115', '7', '7'] }],
      { type: 'category', cells: ['10115', '7', '7'] },
    ],
    [
      'texts of dates',
      [{ name: 'x', data: ['2024-01-02', '1970-01-02'] }],
      { type: 'date', cells: [1704153600, 86400] },
    ],
    [
      'decimals as their text is read',
      stored([12345n, -1n, null], { type: 'INT64', converted_type: 'DECIMAL', scale: 3, precision: 18 }),
      { type: 'number', cells: [12.345, -0.001, Number.NaN] },
    ],
    [
      'dates',
      stored([0, -1, null, 19724], { type: 'INT32', converted_type: 'DATE' }),
      { type: 'date', cells: [0, -86400, Number.NaN, 19724 * 86400] },
    ],
    [
      'moments to the microsecond',
      stored([1_500_000n, -1n], { type: 'INT64', converted_type: 'TIMESTAMP_MICROS' }),
      { type: 'date', cells: [1.5, -60 + 59.999999] },
    ],
    [
      'times of day',
      stored([32_700_250, 0], { type: 'INT32', converted_type: 'TIME_MILLIS' }),
      { type: 'category', cells: ['09:05:00.25', '00:00:00'] },
    ],
  ])('%s', async (_, [source, options], expected) => {
    expect(await column(source, options)).toMatchObject(expected);
  });

  test('what is missing is counted, whatever the list of missing texts says', async () => {
    expect((await column({ name: 'x', data: [1, null, Number.NaN] })).missing).toEqual([['', 2]]);
    expect((await column({ name: 'x', data: ['NA', null, 'a'] })).missing).toEqual([
      ['NA', 1],
      ['', 1],
    ]);
  });

  test('a type that is wanted goes before that of the file', async () => {
    expect((await column({ name: 'x', data: [1, 2.5] }, {}, 'category')).cells).toEqual(['1', '2.5']);
    expect((await column({ name: 'x', data: ['1', '2.5'] }, {}, 'number')).cells).toEqual([1, 2.5]);
    const [days, options] = stored([19724], { type: 'INT32', converted_type: 'DATE' });
    expect((await column(days, options, 'category')).cells).toEqual(['2024-01-02']);
    expect((await column(days, options, { type: 'date', format: '%d.%m.%Y' })).cells).toEqual([
      19724 * 86400,
    ]);
  });

  test('texts that a file keeps once are as those that it keeps in each cell, of few and of too many', async () => {
    for (const distinct of [7, 1500]) {
      const data = Array.from({ length: 4500 }, (_, i) => (i % 11 === 0 ? null : `t${(7 * i) % distinct}`));
      for (const wanted of ['infer', 'number', 'category'] as const) {
        const read = (encoding: 'PLAIN' | 'RLE_DICTIONARY') =>
          column(
            { name: 'x', data, type: 'STRING', encoding },
            { rowGroupSize: 4000, pageSize: 2000 },
            wanted,
          ).catch(({ message }: Error) => message);
        expect(await read('RLE_DICTIONARY')).toEqual(await read('PLAIN'));
      }
    }
  });

  test.each(['SNAPPY', 'UNCOMPRESSED'] as const)('row groups and pages, %s', async (codec) => {
    const data = Array.from({ length: 40_000 }, (_, i) => (i % 7 === 0 ? null : i / 4));
    const { cells } = await column({ name: 'x', data }, { codec, rowGroupSize: 17_000, pageSize: 4096 });
    expect(cells).toEqual(data.map((value) => value ?? Number.NaN));
  });
});

test('rows have their numbers, and the texts of columns that are kept', async () => {
  const from = parquetSource([
    { name: 'a', data: [1, 2, null] },
    { name: 'b', data: ['x', null, 'z'] },
    { name: 'c', data: [true, true, false] },
  ]);
  const options = { wanted: ['a'], kept: ['c'] };
  const chunks = (await all(readFiles(filesFrom(from), format, options))).filter(({ rows }) => rows > 0);
  expect(chunks.flatMap(textsOf)).toEqual([
    ['1', '', 'true'],
    ['2', '', 'true'],
    ['', '', 'false'],
  ]);
  expect([...chunks[0].lines!]).toEqual([1, 2, 3]);
  expect(textsOf(chunks[0].part(1, 2))).toEqual([['2', '', 'true']]);
});

describe('files that are not read', () => {
  const good = parquetBytes([{ name: 'x', data: Array.from({ length: 1000 }, (_, i) => i / 3) }]);
  const nested = parquetBytes(
    [
      { name: 'x', data: [1] },
      { name: 'tags', data: [{ a: 1 }] as never },
    ],
    {
      schema: [
        { name: 'root', num_children: 2 },
        { name: 'x', type: 'DOUBLE', repetition_type: 'REQUIRED' },
        { name: 'tags', num_children: 1, repetition_type: 'OPTIONAL' },
        { name: 'a', type: 'DOUBLE', repetition_type: 'OPTIONAL' },
      ],
    },
  );
  const text = (bytes: string) => Buffer.from(bytes, 'latin1');
  test.each<[string, Uint8Array, string]>([
    ['empty', text(''), 'no data: the file is empty'],
    ['text', text('a,b\n1,2\n'), 'not a Parquet file: it does not begin with PAR1'],
    [
      'cut off',
      good.subarray(0, good.length >> 1),
      'not a whole Parquet file: its end, which says what is in it',
    ],
    ['encrypted', text('PARE0123456789PARE'), 'this Parquet file is encrypted, which is not read'],
    ['a footer of nothing', text('PAR1\x15\0\0\0\0\0\0\0\0\0\0PAR1'), 'not a whole Parquet file ('],
    [
      'nested',
      nested,
      'column 2 (tags) is nested (STRUCT), which is not read: a row has one value in a column; leave it out ' +
        `(--set 'data.ignore=["tags"]')`,
    ],
  ])('%s', async (_, input, message) => {
    const read = async () => {
      const from = { name: 'd.parquet', input };
      const wanted = (header: readonly string[]) => new Map(header.map((name) => [name, 'infer' as const]));
      await readTable(readFiles(filesFrom(from), format), wanted, { name: 'd.parquet' });
    };
    const error = await failure(read());
    expect(error).toContain(`d.parquet: ${message}`);
    expect(error).not.toContain('\n');
  });

  test('bytes that were changed are found, or read as others; nothing else is thrown', async () => {
    for (let at = 4; at < good.length; at += 97) {
      const input = good.slice();
      input[at] ^= 0xff;
      const rows = all(readFiles(filesFrom({ name: 'd.parquet', input }), format));
      await rows.catch((error) => expect(error).toMatchObject({ failure: 'data' }));
    }
  });

  test('a pipe, as what is in it stands at its end', async () => {
    const from = { name: 'stdin', input: Readable.from([Buffer.from(good)]) };
    expect(await failure(all(readFiles(filesFrom(from), format)))).toBe(
      'data: stdin: this is Parquet, which is not read from a pipe, as what is in it stands at its end; name a file',
    );
    const told = { name: 'stdin', input: Readable.from([Buffer.from(good)]) };
    expect(await failure(all(readFiles(filesFrom(told, 'parquet'), format)))).toContain('name a file');
  });
});
