import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RowGroups } from '../../../src/data/table/row_groups.js';
import { Series } from '../../../src/data/table/series.js';

/** Two columns that grow together, in parts of any length, so that groups are filled and left at any row. */
const parts = fc.array(fc.array(fc.double(), { maxLength: 40, size: 'max' }), { maxLength: 20 });
const numbers = (series: Series<Float64Array>) =>
  Array.from({ length: series.length }, (_, row) => series.at(row));

/** Bytes of groups that are kept: of one alone, of the first four of two columns, of all. */
const keptBytes = fc.constantFrom(0, 1024, 1 << 20);

function filled(all: readonly (readonly number[])[], kept: number) {
  const groups = new RowGroups(2, 16, kept);
  const columns = [0, 1].map((column) => new Series<Float64Array>(groups, column, Float64Array));
  for (const part of all) {
    columns[0].append(Float64Array.from(part));
    for (const value of part) columns[1].push(-value);
  }
  return { groups, columns };
}

test('what was pushed and appended comes out in order', () => {
  fc.assert(
    fc.property(parts, fc.func(fc.boolean()), keptBytes, (all, isWanted, kept) => {
      const { columns } = filled(all, kept);
      const expected = all.flat();
      expect(numbers(columns[0])).toEqual(expected);
      expect(numbers(columns[1])).toEqual(expected.map((value) => -value));
      const rows = Uint32Array.from(expected.keys()).filter((row) => isWanted(row));
      const into = new Float64Array(rows.length + 1).fill(7);
      expect([...columns[0].gather(rows, into)]).toEqual([...Array.from(rows, (row) => expected[row]), 7]);
      const inGroups: number[] = [];
      for (const { values, start, length } of columns[1].inGroups()) {
        expect(start).toBe(inGroups.length);
        inGroups.push(...values.subarray(0, length));
      }
      expect(inGroups).toEqual(expected.map((value) => -value));
      columns[0].push(1);
      expect(numbers(columns[0])).toEqual([...expected, 1]);
    }),
  );
});

test('codes take the place of numbers in the same cells, and numbers that of codes', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -1000, max: 1000 }), { maxLength: 100, size: 'max' }),
      keptBytes,
      (values, kept) => {
        const groups = new RowGroups(1, 16, kept);
        const numbers = new Series<Float64Array>(groups, 0, Float64Array);
        const codes = new Series<Int32Array>(groups, 0, Int32Array);
        for (const value of values) numbers.push(value / 2);
        codes.replace(numbers, (value) => 2 * value);
        codes.push(5);
        expect(numbers).toHaveLength(0);
        expect(Array.from({ length: codes.length }, (_, row) => codes.at(row))).toEqual([...values, 5]);
        numbers.replace(codes, (value) => value / 4);
        expect(Array.from({ length: numbers.length }, (_, row) => numbers.at(row))).toEqual(
          [...values, 5].map((value) => value / 4),
        );
      },
    ),
  );
});

describe('groups of rows', () => {
  test.each([
    [1, 65536],
    [10, 32768],
    [785, 512],
    [50_000, 16],
  ])('%i columns have %i rows in each, some megabytes', (columns, size) =>
    expect(new RowGroups(columns).size).toBe(size),
  );

  test('no more than are expected', () => expect(new RowGroups(3, 100).size).toBe(128));

  test('a group that is given back takes no memory, and the others are as before', () => {
    const { size } = new RowGroups(2);
    const groups = new RowGroups(2, undefined, 0);
    const series = new Series<Float64Array>(groups, 1, Float64Array);
    for (let i = 0; i < 4 * size; i++) series.push(i);
    series.at(0);
    expect(groups.at(1).byteLength).toBe(16 * size);
    groups.release(1);
    expect(groups.at(1).byteLength).toBe(0);
    expect(series.at(size - 1)).toBe(size - 1);
    expect(series.at(2 * size)).toBe(2 * size);
    expect(series.at(4 * size - 1)).toBe(4 * size - 1);
  });

  test('the first, of 20 MiB, are kept, so that small tables are read and written in place', () => {
    const groups = new RowGroups(2);
    const kept = (20 * 2 ** 20) / (16 * groups.size);
    expect([kept - 1, kept].map((group) => groups.isKept(group))).toEqual([true, false]);
    for (const group of [kept - 1, kept]) {
      groups.at(group);
      groups.release(group);
    }
    expect(groups.bytes).toBe(16 * groups.size);
  });
});
