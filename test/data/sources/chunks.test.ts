import { expect, test } from 'vitest';
import { plainCells } from '../../../src/data/table/cells.js';
import type { TableChunk } from '../../../src/data/table/chunk.js';
import { readTable } from '../../../src/data/table/read.js';
import { at, type WantedType } from '../../../src/data/table/table.js';
import { failure, load, valuesOf } from '../support.js';

/** Rows of a source that has types, as a query gives them: texts, UTF-8 and numbers, column by column. */
async function* typed(): AsyncGenerator<TableChunk> {
  const texts = [
    ['b', ' a ', 'NA'],
    ['b', 'c', 'a'],
  ];
  const numbers = [Float64Array.of(1, 2.5, Number.NaN), Float64Array.of(-999, 1, 0)];
  for (const [i, cells] of texts.entries())
    yield {
      header: ['skipped', 'text', 'bytes', 'number'],
      rows: cells.length,
      addTo(builders) {
        for (const builder of builders)
          if (builder.name === 'number') builder.addValues(numbers[i]);
          else if (builder.name === 'text') for (const cell of cells) builder.add(cell, 0);
          else
            for (const cell of cells) {
              const bytes = Buffer.from(`<${cell}>`);
              builder.addBytes(bytes, 1, bytes.length - 1, 0);
            }
      },
      text: (row, field) => (field === 3 ? String(numbers[i][row]) : cells[row]),
    };
}

const wanted = new Map<string, WantedType>([
  ['text', 'infer'],
  ['bytes', 'category'],
  ['number', 'infer'],
]);

test('typed values, texts and UTF-8 become columns; typed numbers are no marks of missing values', async () => {
  const table = await readTable(typed(), () => wanted, {
    name: 'a query',
    cells: { ...plainCells, missing_values: ['NA', '-999'] },
  });
  expect(table.rows).toBe(6);
  const [text, bytes, number] = ['text', 'bytes', 'number'].map((name) => table.columns.get(name)!);
  expect(text).toMatchObject({ type: 'category', categories: ['b', 'a', 'c'] });
  expect(valuesOf(text)).toEqual(Int32Array.of(0, 1, -1, 0, 2, 1));
  expect(bytes).toMatchObject({ type: 'category', categories: ['b', 'a', 'c'] });
  expect(valuesOf(bytes)).toEqual(valuesOf(text));
  expect(number.type).toBe('number');
  expect(valuesOf(number)).toEqual(Float64Array.of(1, 2.5, Number.NaN, -999, 1, 0));
});

test('where there are no lines, messages count rows', async () => {
  const table = await readTable(typed(), () => wanted, {
    name: 'a query',
    cells: { ...plainCells, missing_values: ['NA'] },
  });
  expect(table.lines).toBeUndefined();
  expect(at(table, 2, 'number')).toBe('a query: row 3: column 4 (number)');
});

test('columns of a generator are no categories', async () => {
  const train = { generator: 'xor' as const };
  const config = { train, columns: { x1: { type: 'category' as const } } };
  expect(await failure(load('', config as object))).toBe(
    'config: data: column x1 of a generator holds numbers, not categories',
  );
});

test('numbers of a generator are values even where such texts stand for missing ones', async () => {
  const train = { generator: 'function', expression: '0', rows: 12 };
  const config = { ...plainCells, train, missing_values: ['0'] } as object;
  const { train: split } = await load('', config, { task: 'regression' });
  expect([...split.t]).toEqual(Array(12).fill(0));
});
