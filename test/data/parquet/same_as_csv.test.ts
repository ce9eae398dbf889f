import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { ColumnSource } from 'hyparquet-writer';
import { afterAll, expect, test } from 'vitest';
import { loadDataset } from '../../../src/data/load.js';
import { dataSchema } from '../../../src/data/schema.js';
import { writeParquet } from './files.js';

const directory = mkdtempSync(join(tmpdir(), 'mlp-parquet-'));
afterAll(() => rmSync(directory, { recursive: true }));

interface Cells {
  readonly data: readonly unknown[];
  /** The texts of the cells in CSV. */
  readonly texts: readonly string[];
}

const rows = fc.integer({ min: 12, max: 60 });
const orNull = <T>(cell: fc.Arbitrary<T>) => fc.option(cell, { freq: 6 });
const text = (value: unknown): string => {
  if (value === null) return '';
  return value instanceof Date ? value.toISOString() : String(value);
};

/** Columns whose cells mean the same in both: numbers, whole numbers of any size, words, truth and moments. */
const cellKinds: Record<string, fc.Arbitrary<unknown>> = {
  double: fc.double({ min: -1e9, max: 1e9, noNaN: true }).map((value) => value + 0),
  integer: fc.integer({ min: -1000, max: 1000 }),
  big: fc.bigInt({ min: -(2n ** 60n), max: 2n ** 60n }),
  word: fc.constantFrom('red', 'green', 'blue', 'no, "thanks"'),
  truth: fc.boolean(),
  moment: fc.date({ min: new Date('1950-01-01'), max: new Date('2050-01-01'), noInvalidDate: true }),
};

const table = rows.chain((length) =>
  fc.record({
    columns: fc.record(
      Object.fromEntries(
        Object.entries(cellKinds).map(([kind, cell]) => [
          kind,
          fc.array(orNull(cell), { minLength: length, maxLength: length }),
        ]),
      ),
    ),
    target: fc.array(fc.constantFrom('yes', 'no'), { minLength: length, maxLength: length }),
    rowGroupSize: fc.integer({ min: 5, max: 60 }),
  }),
);

test('a table as CSV and as Parquet becomes the same matrices and the same preprocessing, to the bit', async () => {
  await fc.assert(
    fc.asyncProperty(table, async ({ columns, target, rowGroupSize }) => {
      const all: [string, Cells][] = Object.entries({ ...columns, target }).map(([name, data]) => [
        name,
        { data, texts: data.map(text) },
      ]);
      // the target is always known, and is of two classes
      fc.pre(new Set(target).size === 2);
      const quoted = (cell: string) => (/[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
      const lines = target.map((_, row) => all.map(([, { texts }]) => quoted(texts[row])).join(','));
      writeFileSync(
        join(directory, 'd.csv'),
        `${all.map(([name]) => name).join(',')}\n${lines.join('\n')}\n`,
      );
      const sources = all.map(([name, { data }]): ColumnSource => {
        const kinds = {
          big: 'INT64',
          word: 'STRING',
          truth: 'BOOLEAN',
          moment: 'TIMESTAMP',
          double: 'DOUBLE',
        };
        const type = (kinds as Record<string, string>)[name] ?? (name === 'integer' ? 'INT32' : 'STRING');
        return { name, data: data as never, type: type as never };
      });
      writeParquet(join(directory, 'd.parquet'), sources, { rowGroupSize });
      const config = { target: 'target', missing: 'most_frequent', encode: 'onehot' } as const;
      const load = async (train: string) => {
        const parsed = dataSchema.parse({ train, ...config });
        try {
          const { train: matrix, preprocessing } = await loadDataset(parsed, {
            seed: 1,
            directory,
            task: 'classification',
          });
          return { x: matrix.x, t: matrix.t, preprocessing };
        } catch (error) {
          return (error as Error).message.replace(/d\.(csv|parquet)(:\d+)*/g, 'd');
        }
      };
      expect(await load('d.parquet')).toEqual(await load('d.csv'));
    }),
    { numRuns: 40 },
  );
});
