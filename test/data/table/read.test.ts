import { describe, expect, test } from 'vitest';
import { decimal } from '../../../src/data/numbers/decimal.js';
import { sortLabels } from '../../../src/data/table/labels.js';
import type { Column, WantedType } from '../../../src/data/table/table.js';
import { failure, readCsvTable, source, valuesOf } from '../support.js';

const format = { delimiter: ',', header: true };
const read = (text: string, type: WantedType = 'infer', more: object = {}) =>
  readCsvTable(source(text), { ...format, ...more }, (header) => new Map(header.map((name) => [name, type])));

/** A column as plain values, null where missing. */
const plain = (column: Column) =>
  column.type === 'category'
    ? Array.from(valuesOf(column), (code) => (code < 0 ? null : column.categories[code]))
    : Array.from(valuesOf(column), (value) => (Number.isNaN(value) ? null : value));
const columnOf = async (cells: readonly string[], type?: WantedType, more?: object) =>
  (await read(`x,i\n${cells.map((cell, i) => `${cell},${i}\n`).join('')}`, type, more)).columns.get('x')!;
const column = async (cells: readonly string[], type?: WantedType, more?: object) =>
  plain(await columnOf(cells, type, more));

describe('decimal numbers', () => {
  test.each([
    ['5', 5],
    ['-0', -0],
    ['+1.5e+3', 1500],
    ['1e-400', 0],
    ['.5', 0.5],
    ['5.', 5],
    ['1E3', 1000],
    ['007', 7],
    ['0.1', 0.1],
    ['1e999', Number.POSITIVE_INFINITY],
  ])('%s', (text, value) => expect(decimal(text)).toBe(value));

  test.each([
    '',
    '.',
    '-',
    'e5',
    '1e',
    '0x10',
    '0b1',
    '1_000',
    '1,000',
    'inf',
    'Infinity',
    'nan',
    '١٢',
    '５',
    '1 2',
    '--1',
    '5%',
  ])('not %s', (text) => expect(decimal(text)).toBeNaN());
});

test('labels are sorted by value where all are numbers, else by code unit', () => {
  expect(sortLabels(['10', '9', '-1', '2.5'])).toEqual(['-1', '2.5', '9', '10']);
  expect(sortLabels(['10', '9', 'b', 'B', 'ä'])).toEqual(['10', '9', 'B', 'b', 'ä']);
});

describe('types', () => {
  test('numbers, with blanks around them and missing ones', async () => {
    expect(await column(['1', ' 2 ', '', '  ', 'NA', '-3e1'])).toEqual([1, 2, null, null, null, -30]);
  });

  test('text, trimmed, with missing ones; a few numbers among it are text too', async () => {
    expect(await column(['b', ' a', '""', 'b ', '1.0', 'a'])).toEqual(['b', 'a', null, 'b', '1.0', 'a']);
  });

  test('a type that is set overrules', async () => {
    expect(await column(['1', '1.0', '01'], 'category')).toEqual(['1', '1.0', '01']);
    const numbers = await columnOf(['1', 'a', '007'], 'number');
    expect(plain(numbers)).toEqual([1, null, 7]);
    expect(numbers).toMatchObject({ verdict: 'number', odd: new Map([[1, 'a']]) });
  });

  test('a column without any value is one of numbers', async () => {
    expect(await column(['', 'NA'])).toEqual([null, null]);
  });

  test.each(['0x10', '1_000', '"1,000"', '١٢', '1.2.3', '5 cm'])(
    '%s among numbers is not to be guessed where they are few, and no number where they are many',
    async (cell) => {
      const text = cell.replaceAll('"', '');
      const few = await columnOf(['1', '2', cell, '3']);
      expect(few.verdict).toBe('mixed');
      const many = await columnOf(['1', '2', '3', '4', '5', '6', '7', '8', '9', cell]);
      expect(many).toMatchObject({ type: 'number', verdict: 'number', odd: new Map([[9, text]]) });
      expect(many.facts).toMatchObject({
        numbers: 9,
        found: { odd: { count: 1, first: { text, line: 11 } } },
      });
      expect(plain(many).at(-1)).toBeNull();
    },
  );

  test.each([
    ['inf', Infinity],
    ['-Infinity', -Infinity],
    ['1e999', Infinity],
  ])('%s among numbers is not finite', async (cell, value) => {
    const found = await columnOf(['1', '2', cell]);
    expect(plain(found)).toEqual([1, 2, value]);
    expect(found.facts.found.infinite).toEqual({ count: 1, first: { text: cell, line: 4 } });
  });

  test('what is missing depends on the type', async () => {
    const cells = ['NA', 'N/A', 'n/a', 'NaN', 'nan', 'null', 'NULL', 'None', '-', '?', '.', ''];
    const numbers = await columnOf(['1', ...cells]);
    expect(plain(numbers)).toEqual([1, ...cells.map(() => null)]);
    expect(Object.fromEntries(numbers.facts.missing)).toEqual(
      Object.fromEntries(cells.map((cell) => [cell, 1])),
    );
    const texts = await columnOf(['a', ...cells]);
    expect(plain(texts).filter((text) => text !== null)).toEqual(['a', 'n/a', 'None', '-', '?', '.']);
    expect(await column(['1', '-', '9'], undefined, { missing_values: ['9'] })).toEqual(['1', '-', null]);
  });

  describe('a column of whole numbers that are names is one of categories', () => {
    test.each([
      ['leading zeros', ['007', '7', '12', '007']],
      ['more digits than a double holds', ['208310224003697457', '208310224003697458', '208310224003697457']],
      ['two spellings', ['7', '+7', '8']],
      ['a leading zero after many numbers', [...Array.from({ length: 500 }, (_, i) => String(i)), '007']],
    ])('%s', async (_, cells) => {
      expect(await column([...cells, ...cells])).toEqual([...cells, ...cells]);
    });

    test.each([
      ['decimals', ['1.50', '1.5', '0.5', '00.5']],
      ['a point', ['1', '1.0', '2', '2.0']],
      ['a sign of zero', ['0', '-0', '1']],
      ['whole numbers that a double holds', ['9007199254740992', '1000000000000000000']],
      ['exponents', ['1e30', '1E3', '1000']],
    ])('not with %s', async (_, cells) => {
      expect(await column([...cells, ...cells])).toEqual([...cells, ...cells].map(Number));
    });

    test('it is an identifier where each is another, or they are too many', async () => {
      const padded = (n: number) => Array.from({ length: n }, (_, i) => String(i).padStart(6, '0'));
      expect((await columnOf(padded(9))).verdict).toBe('category');
      expect((await columnOf(padded(10))).verdict).toBe('identifier');
      expect((await columnOf([...padded(10), '000001'])).verdict).toBe('category');
      expect((await columnOf([...padded(1500), ...padded(1500)])).verdict).toBe('identifier');
      const late = [...Array.from({ length: 1500 }, (_, i) => String(i)), '007'];
      expect((await columnOf(late)).verdict).toBe('identifier');
    });
  });

  test('text after more than 1000 different numbers is no number', async () => {
    const cells = Array.from({ length: 1500 }, (_, i) => String(i));
    expect(await column(cells)).toEqual(cells.map(Number));
    const found = await columnOf([...cells, 'x', 'y']);
    expect(found.facts.found.odd).toEqual({ count: 2, first: { text: 'x', line: 1502 } });
    expect(found.verdict).toBe('number');
  });

  test('numbers with as many decimals keep their texts where they become categories', async () => {
    const cells = ['0.00', '-0.00', '12.50', '', '-3.10', '12.50', 'a', 'b', '0.0', 'c', 'd', 'e', 'f'];
    expect(await column(cells)).toEqual(cells.map((cell) => cell || null));
    expect((await columnOf(cells)).facts.distinct).toBe(11);
    const long = ['0.50', '90071992547409931.25', 'a', 'b', 'c', 'd'];
    expect(await column(long)).toEqual(long);
    const many = Array.from({ length: 1500 }, (_, i) => (i - 750).toFixed(2));
    expect(await column(many)).toEqual(many.map(Number));
    const found = await columnOf([...many, 'x', '-', '007', '1.5', '-0.00']);
    expect(plain(found)).toEqual([...many.map(Number), null, null, 7, 1.5, -0]);
    expect(found.facts).toMatchObject({ distinct: Number.POSITIVE_INFINITY, missing: new Map([['-', 1]]) });
    expect(found.facts.found.odd).toEqual({ count: 1, first: { text: 'x', line: 1502 } });
    expect(found.verdict).toBe('identifier');
  });

  test('numbers with three decimals each look like no thousands', async () => {
    expect((await columnOf(['1.234', '2.345', '3.456', '868.000'])).facts.looksGrouped).toBe(false);
    expect((await columnOf(['1.234', '2.345', '3.456', '868'])).facts.looksGrouped).toBe(true);
  });

  test('1000 texts are categories, 1001 are not', async () => {
    const cells = Array.from({ length: 1001 }, (_, i) => `t${i}`);
    expect(await column(cells.slice(1))).toEqual(cells.slice(1));
    expect(await columnOf(cells)).toMatchObject({ verdict: 'texts', facts: { overflow: { line: 1002 } } });
    expect(await failure(column(cells, 'category'))).toMatch(
      /^data: data.csv:1002:1: .* more than 1000 different texts.*data.ignore/,
    );
  });

  test('only the wanted columns are looked at', async () => {
    const table = await readCsvTable(source('a,b\n1,x\n'), format, () => new Map([['b', 'infer']]));
    expect([...table.columns.keys()]).toEqual(['b']);
    expect(table.header).toEqual(['a', 'b']);
  });

  test('columns called __proto__ and constructor are columns as any', async () => {
    const { columns } = await read('__proto__,constructor\n1,a\n2,b\n');
    expect([...columns.values()].map(plain)).toEqual([
      [1, 2],
      ['a', 'b'],
    ]);
  });
});

describe('headers', () => {
  test('names are trimmed; without a header columns are c1, c2, …', async () => {
    expect((await read(' a , b\n1,2\n')).header).toEqual(['a', 'b']);
    const { header, rows } = await read('1,2\n3,4\n', 'infer', { header: false });
    expect([header, rows]).toEqual([['c1', 'c2'], 2]);
  });

  test.each([
    ['empty', '', 'data: data.csv: no data: the file is empty'],
    ['blank lines only', '\n\r\n', 'data: data.csv: no data: the file is empty'],
    ['a mark only', '\ufeff', 'data: data.csv: no data: the file is empty'],
    ['header only', 'a,b\n', 'data: data.csv: no data: there is a header, but no row below it'],
    ['the same name twice', 'a,b,a\n1,2,3\n', 'data: data.csv:1:3: columns 1 and 3 are both called "a"'],
    ['no name', '\na,\n1,2\n', 'data: data.csv:2:2: column 2 has no name'],
    [
      'a short row',
      'a,b,c\n1,2,3\n\n1,2\n',
      'data: data.csv:4:2: 2 fields, expected 3 as in the first line ("c" is the first',
    ],
    ['a long row', 'a,b\n1,2,3\n', 'data: data.csv:2:3: 3 fields, expected 2'],
    ['a trailing delimiter', 'a,b\n1,2,\n', 'the line ends in a delimiter'],
    [
      'semicolons',
      'a;b\n1;2\n',
      `data: data.csv:1: one column only; it looks as if columns were separated by ";": set data.delimiter`,
    ],
    ['tabs', 'a\tb\n1\t2\n', 'separated by tabs: set data.delimiter to "\\t"'],
  ])('%s', async (_, text, message) => {
    expect(await failure(read(text))).toContain(message);
  });
});
