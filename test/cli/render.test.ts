import { stripVTControlCharacters } from 'node:util';
import { Chalk } from 'chalk';
import { expect, test } from 'vitest';
import { formatBytes, formatNumber } from '../../src/cli/render/number.js';
import { table } from '../../src/cli/render/table.js';
import { counted, formatCount } from '../../src/format_count.js';

const plain = { style: new Chalk({ level: 0 }) };
const coloured = { style: new Chalk({ level: 1 }) };

test('numbers for people', () => {
  const cases: [number, string][] = [
    [0, '0'],
    [-3, '-3'],
    [123456789, '123456789'],
    [0.5, '0.50000'],
    [1 / 3, '0.33333'],
    [-123.456789, '-123.46'],
    [0.0001, '0.00010000'],
    [0.00009999, '9.9990e-5'],
    [1234567.5, '1.2346e+6'],
    [1e300, '1.0000e+300'],
    [Number.NaN, 'NaN'],
    [Number.NEGATIVE_INFINITY, '-Infinity'],
  ];
  for (const [value, text] of cases) expect(formatNumber(value)).toBe(text);
  expect(formatCount(1234567)).toBe('1,234,567');
  expect([counted(1, 'row'), counted(2000, 'row')]).toEqual(['1 row', '2,000 rows']);
  expect([0, 999, 1000, 12345, 999_600, 3.2e9].map(formatBytes)).toEqual([
    '0 B',
    '999 B',
    '1.00 kB',
    '12.3 kB',
    '1.00 MB',
    '3.20 GB',
  ]);
});

const header = ['name', 'rows', 'share', 'what it is'];
const rows = [
  ['a', 1, 0.25, 'short'],
  ['bb', 22222, undefined, 'あ wide'],
  ['ccc', 333, -1e-9, 'a text that is too long for the width that is left of the terminal'],
] as const;

test('a table: text to the left, numbers to the right, no blanks at the ends of lines', () => {
  expect(table(header, rows.slice(0, 2), plain)).toBe(
    [
      'name   rows    share  what it is',
      'a         1  0.25000  short',
      'bb    22222           あ wide',
      '',
    ].join('\n'),
  );
});

test('colours change no column', () => {
  for (const width of [undefined, 60])
    expect(stripVTControlCharacters(table(header, rows, { ...coloured, width }))).toBe(
      table(header, rows, { ...plain, width }),
    );
  expect(table(header, rows, coloured)).toContain('\u001b[2mname');
});

test('the last column is wrapped into a terminal, and whole in a pipe', () => {
  const narrow = table(header, rows, { ...plain, width: 60 });
  for (const line of narrow.split('\n')) expect(line.length, line).toBeLessThanOrEqual(60);
  expect(narrow.replace(/\s+/g, ' ')).toContain('too long for the width that is left of the terminal');
  expect(table(header, rows, plain).split('\n')).toHaveLength(5);
});

test('a table without rows is its header', () => {
  expect(table(['a', 'b'], [], plain)).toBe('a  b\n');
});
