import { describe, expect, test } from 'vitest';
import type { WantedType } from '../../../src/data/table/column_builder.js';
import { decimal } from '../../../src/data/table/decimal.js';
import { sortLabels } from '../../../src/data/table/labels.js';
import type { Column } from '../../../src/data/table/table.js';
import { failure, readCsvTable, source, valuesOf } from '../support.js';

const format = { delimiter: ',', header: true, missing_values: ['', 'NA'] };
const read = (text: string, type: WantedType = 'infer', more: object = {}) =>
  readCsvTable(source(text), { ...format, ...more }, (header) => new Map(header.map((name) => [name, type])));

/** A column as plain values, null where missing. */
const plain = (column: Column) =>
  column.type === 'category'
    ? Array.from(valuesOf(column), (code) => (code < 0 ? null : column.categories[code]))
    : Array.from(valuesOf(column), (value) => (Number.isNaN(value) ? null : value));
const column = async (cells: readonly string[], type?: WantedType) =>
  plain((await read(`x,i\n${cells.map((cell, i) => `${cell},${i}\n`).join('')}`, type)).columns.get('x')!);

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
    expect(await failure(column(['1', 'a'], 'number'))).toContain(
      'data: data.csv:3:1: column 1 (x) holds numbers, but this is "a"',
    );
  });

  test('a column without any value is one of numbers', async () => {
    expect(await column(['', 'NA'])).toEqual([null, null]);
  });

  test.each(['0x10', '1_000', '"1,000"', '١٢', '?', 'n/a', '1.2.3'])(
    '%s among numbers is refused, not made a category',
    async (cell) => {
      const message = await failure(column(['1', '2', cell, '3']));
      expect(message).toMatch(/^data: data.csv:4:1: column 1 \(x\) holds numbers, but this is /);
      expect(message).toContain('data.missing_values');
      expect(message).toContain('data.columns.x.type');
    },
  );

  test.each(['NaN', 'inf', '-Infinity', '1e999'])('%s among numbers is refused', async (cell) => {
    expect(await failure(column(['1', '2', cell]))).toMatch(/^data: data.csv:4:1: .* is not a finite number/);
  });

  test('text after more than 1000 different numbers is refused where it stands', async () => {
    const cells = Array.from({ length: 1500 }, (_, i) => String(i));
    expect(await column(cells)).toEqual(cells.map(Number));
    expect(await failure(column([...cells, 'x', 'y']))).toContain('data.csv:1502:1: column 1 (x)');
  });

  test('1000 texts are categories, 1001 are not', async () => {
    const cells = Array.from({ length: 1001 }, (_, i) => `t${i}`);
    expect(await column(cells.slice(1))).toEqual(cells.slice(1));
    expect(await failure(column(cells))).toMatch(
      /^data: data.csv:1002:1: .* more than 1000 different texts.*data.ignore: \["x"\]/,
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

test('nothing that could drive a terminal gets into a message, nor a text of any length', async () => {
  const message = await failure(read(`"x\u001b[2J\n",i\n1,1\n2,2\n\u001b[2J${'a'.repeat(1000)},3\n`));
  expect(message).toMatch(/^data: data.csv:5:1: column 1 \(x\\u001b\[2J\) holds numbers/);
  expect(message).not.toMatch(/\p{Cc}/u);
  expect(message.length).toBeLessThan(500);
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
