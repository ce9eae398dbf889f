import fc from 'fast-check';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { describe, expect, test } from 'vitest';
import { ParquetFile, type WrittenCell, type WrittenColumn } from '../../../src/data/parquet/write.js';

/** The bytes of a file with these rows. */
function written(columns: readonly WrittenColumn[], rows: readonly (readonly WrittenCell[])[]): ArrayBuffer {
  const file = new ParquetFile(columns);
  const bytes = Buffer.concat([...rows.map((row) => file.add(row)), file.finish()]);
  return new Uint8Array(bytes).buffer;
}

const column = (kind: WrittenColumn['kind']) => [{ name: 'x', kind }];

/** The cells of a column as hyparquet reads them. */
async function readBack(file: ArrayBuffer): Promise<unknown[]> {
  const rows = await parquetReadObjects({ file });
  return rows.map(({ x }) => x ?? null);
}

describe('cells', () => {
  test.each<[WrittenColumn['kind'], WrittenCell[], unknown[]]>([
    ['number', [0.1, '-2.5e300', null, '', -0, Number.NaN], [0.1, -2.5e300, null, null, -0, Number.NaN]],
    ['number', ['Infinity', 5e-324], [Number.POSITIVE_INFINITY, 5e-324]],
    ['whole', [1, '-9223372036854775808', '9007199254740993', ''], [1n, -(2n ** 63n), 2n ** 53n + 1n, null]],
    ['boolean', ['true', 'false', ''], [true, false, null]],
    ['date', ['1969-12-31', '2024-01-01'], [new Date('1969-12-31'), new Date('2024-01-01')]],
    [
      'moment',
      ['2024-01-01', '2024-01-01 10:30:05.25'],
      [new Date('2024-01-01T00:00Z'), new Date('2024-01-01T10:30:05.25Z')],
    ],
    ['text', ['a', 'ä"\n', '', null, 1.5], ['a', 'ä"\n', null, null, '1.5']],
  ])('%s', async (kind, cells, expected) => {
    expect(
      await readBack(
        written(
          column(kind),
          cells.map((cell) => [cell]),
        ),
      ),
    ).toEqual(expected);
  });

  test('any double comes back to the bit', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.double(), { minLength: 1 }), async (cells) => {
        expect(
          await readBack(
            written(
              column('number'),
              cells.map((cell) => [cell]),
            ),
          ),
        ).toEqual(cells);
      }),
      { numRuns: 50 },
    );
  });

  test.each<[WrittenColumn['kind'], string, string]>([
    ['number', 'a', '"a" is no number'],
    ['whole', '1.5', '"1.5" is no whole number'],
    ['whole', '9223372036854775808', 'is no whole number'],
    ['boolean', 'yes', '"yes" is no true or false'],
    ['date', '2024-01-01 10:00', 'is no date'],
    ['moment', 'soon', '"soon" is no date'],
  ])('%s: %s is refused', (kind, cell, message) => {
    expect(() => written(column(kind), [[cell]])).toThrow('column x: ');
    expect(() => written(column(kind), [[cell]])).toThrow(message);
  });
});

describe('row groups', () => {
  const columns = Array.from({ length: 1 << 12 }, (_, i) => ({ name: `c${i}`, kind: 'number' as const }));
  const groups = (file: ArrayBuffer) =>
    parquetMetadata(file).row_groups.map(({ num_rows }) => Number(num_rows));

  test('hold so many cells at most', () => {
    const row = columns.map((_, i) => i);
    expect(
      groups(
        written(
          columns,
          Array.from({ length: 300 }, () => row),
        ),
      ),
    ).toEqual([256, 44]);
  });

  test('hold so many characters at most', () => {
    const row = ['x'.repeat(1 << 21)];
    expect(
      groups(
        written(
          column('text'),
          Array.from({ length: 9 }, () => row),
        ),
      ),
    ).toEqual([4, 4, 1]);
  });

  test('a file without rows has its columns', async () => {
    const file = written(column('number'), []);
    expect(parquetMetadata(file).schema.map(({ name }) => name)).toEqual(['schema', 'x']);
    expect(await readBack(file)).toEqual([]);
  });
});
