import { expect, test } from 'vitest';
import { cellText, gathered, joined, scattered, type TypedColumn } from '../../../src/data/typed/columns.js';

const texts = ['a', 'b', 'c'];
const coded = (...codes: number[]): TypedColumn => ({ type: 'codes', values: Int32Array.from(codes), texts });
const cells = (column: TypedColumn) =>
  Array.from({ length: column.values.length }, (_, row) => cellText(column, row));

test('texts that are picked are kept once', () => {
  expect(gathered({ type: 'texts', values: texts }, Int32Array.of(2, 0, 2))).toEqual(coded(2, 0, 2));
  expect(gathered(coded(1, -1, 0), Int32Array.of(1, 2))).toEqual(coded(-1, 0));
});

test.each([3, -1])('a row %i that is not there is an error', (row) => {
  expect(() => gathered({ type: 'texts', values: texts }, Int32Array.of(row))).toThrow(`has no value ${row}`);
});

test('codes are spread over rows', () => {
  expect(scattered(coded(2, 1), Uint8Array.of(0, 1, 0, 1))).toEqual(coded(-1, 2, -1, 1));
});

test('codes of one list stay codes where they are joined, of several they become texts', () => {
  expect(joined([coded(0, -1), coded(2)])).toEqual(coded(0, -1, 2));
  const others: TypedColumn[] = [
    { type: 'texts', values: ['x', null] },
    { type: 'codes', values: Int32Array.of(0), texts: ['y'] },
  ];
  for (const other of others) {
    expect(cells(joined([coded(1), other]))).toEqual(['b', ...cells(other)]);
    expect(cells(joined([other, coded(1)]))).toEqual([...cells(other), 'b']);
  }
});
