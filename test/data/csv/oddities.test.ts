import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Format } from '../../../src/data/csv/format.js';
import { FileNotes } from '../../../src/data/table/file_notes.js';
import { MlpError } from '../../../src/errors.js';
import { csvChunks, failure, textsOf } from '../support.js';

const usual: Format = { delimiter: ',', header: true, missing_values: [''] };

/** Reads a file that comes in chunks of so many bytes: columns, rows with their lines, notes, or the message. */
async function read(text: string, more: Partial<Format> = {}, size = Number.POSITIVE_INFINITY) {
  const bytes = Buffer.from(text);
  const step = Math.min(size, Math.max(1, bytes.length));
  const chunks = Array.from({ length: Math.ceil(bytes.length / step) }, (_, i) =>
    bytes.subarray(i * step, (i + 1) * step),
  );
  const notes = new FileNotes();
  const rows: string[][] = [];
  const lines: number[] = [];
  let header: readonly string[] = [];
  let message: string | undefined;
  try {
    const source = { name: 'd.csv', input: Readable.from(chunks) };
    for await (const chunk of csvChunks(source, { ...usual, ...more }, { notes })) {
      header = chunk.header;
      rows.push(...textsOf(chunk));
      lines.push(...chunk.lines!);
    }
  } catch (error) {
    if (!(error instanceof MlpError)) throw error;
    message = error.message;
  }
  return { header, rows, lines, notes: notes.list(), message };
}

const [a12, a34] = [
  ['1', '2'],
  ['3', '4'],
];

describe('read as they are meant, wherever the bytes are cut', () => {
  test.each<[what: string, text: string, more: Partial<Format>, expected: object]>([
    [
      'comments, with quotes and delimiters in them',
      '# "made\n#,,,\na,b\n1,2\n# not\n\n3,4\n#',
      { comment: '#' },
      { rows: [a12, a34], lines: [4, 7], notes: ['d.csv: 1 blank line skipped'] },
    ],
    [
      'a comment of several characters, beside what is none',
      '//\r\na,b\r\n/1,2\r\n//x\r\n"//",4\r\n',
      { comment: '//' },
      {
        rows: [
          ['/1', '2'],
          ['//', '4'],
        ],
        lines: [3, 5],
      },
    ],
    [
      'lines that are skipped',
      '\ufeffTitle, "x\r\n\r\na,b\r\n1,2\r3,4',
      { skip_rows: 2 },
      { rows: [a12, a34], lines: [4, 5] },
    ],
    ['skipped lines that end in CR alone', 'T\rU\ra,b\r1,2\r', { skip_rows: 2 }, { rows: [a12], lines: [4] }],
    [
      "Excel's first line",
      '\ufeffsep=;\r\na;b\r\n1;2\r\n3;4\r\n',
      {},
      {
        rows: [a12, a34],
        lines: [3, 4],
        notes: ['d.csv: ";" separates the columns, as its first line says (sep=)'],
      },
    ],
    [
      "Excel's first line in quotes",
      '"SEP=\t"\na\tb\n1\t2\n',
      { delimiter: '\t' },
      { rows: [a12], notes: [] },
    ],
    ['a column called sep', 'sep,b\n1,2\n', {}, { header: ['sep', 'b'], rows: [a12] }],
    ['a column called sep=x', 'sep=xy,b\n1,2\n', {}, { header: ['sep=xy', 'b'], rows: [a12] }],
    [
      'blanks beside quotes, with delimiter and line end inside',
      '"a", "b"\n1, "x, ""y"""\t,\n"2"  , "z\n "\n',
      { delimiter: ',' },
      { message: 'd.csv:2:3: 3 fields, expected 2 as in the first line: the line ends in a delimiter' },
    ],
    [
      'blanks beside quotes',
      '"a", "b"\n1,\t"x, ""y""" \n"2"  , "z\n "\n 3 , 4 \n',
      {},
      {
        header: ['a', 'b'],
        rows: [
          ['1', 'x, "y"'],
          ['2', 'z\n '],
          [' 3 ', ' 4 '],
        ],
        lines: [2, 3, 5],
      },
    ],
    [
      'lines of blanks alone, and the end mark of old systems',
      'a,b\n1,2\n  \n\n3,4\n\x1a',
      {},
      { rows: [a12, a34], lines: [2, 5], notes: ['d.csv: 3 blank lines skipped'] },
    ],
    [
      'text behind quotes and a blank',
      'a,b\n1, "x" y\n',
      {},
      { message: /^d.csv:2:2: text after a closing quote/ },
    ],
    [
      'a blank line in a file of one column',
      '\n\r\nx\n1\n\n3\n\n',
      {},
      { rows: [['1'], [''], ['3'], ['']], lines: [4, 5, 6, 7], notes: ['d.csv: 2 blank lines skipped'] },
    ],
    [
      'a blank line in a file of one column with comments and quotes',
      '#c\n\n"x"\n1\n#d\n\n"3"\r\n\r\n',
      { comment: '#' },
      { rows: [['1'], [''], ['3'], ['']], lines: [4, 6, 7, 8] },
    ],
    [
      'a blank line in a file of one column, no header',
      '1\r\r3\r',
      { header: false },
      { header: ['c1'], rows: [['1'], [''], ['3']], lines: [1, 2, 3] },
    ],
    [
      'the header again',
      'a,b\n1,2\na,b\n3,4\na,b\n',
      {},
      {
        rows: [a12, a34],
        lines: [2, 4],
        notes: ['d.csv: 2 lines repeat the header, first line 3: left out'],
      },
    ],
    [
      'the header again, in quotes',
      '"a",b\n1,2\n"a","b"\n3,4\n',
      {},
      { rows: [a12, a34], lines: [2, 4], notes: ['d.csv: line 3 repeats the header: left out'] },
    ],
    [
      'the header again, behind a mark',
      '\ufeffa,b\n1,2\n\ufeffa,b\n3,4\n',
      {},
      { rows: [a12, a34], lines: [2, 4] },
    ],
    [
      'the header again, with blanks',
      'a,b\n1,2\na, b\n3,4\n a ,b\n',
      {},
      {
        rows: [a12, a34],
        lines: [2, 4],
        notes: ['d.csv: 2 lines repeat the header, first line 3: left out'],
      },
    ],
    [
      'the header again, with blanks, and quotes elsewhere',
      'a, b\n"1",2\na,b\n3,4\n',
      {},
      { rows: [a12, a34], lines: [2, 4], notes: ['d.csv: line 3 repeats the header: left out'] },
    ],
    ['a value like the header of one column', 'a\nb\na\n', {}, { rows: [['b'], ['a']] }],
    [
      'an index that begins again',
      ',a\n0,1\n1,1\n0,2\n1,3\n',
      {},
      {
        header: ['', 'a'],
        notes: ['d.csv: column 1 has no name and is an index, as pandas and R write it: left out'],
      },
    ],
    ['an index of texts', '"","a"\n"Mazda RX4",1\n"Fiat",1\n', {}, { header: ['', 'a'], message: undefined }],
    ['an index in no order', ',a\n17,1\n3,1\n20,2\n', {}, { header: ['', 'a'], message: undefined }],
    [
      'no index: decimals',
      ',a\n0.5,1\n0.7,2\n',
      {},
      { message: /^d.csv:2:1: column 1 has no name, and is no index/ },
    ],
    [
      'no index: values that come again',
      ',a\n4,1\n9,2\n4,3\n',
      {},
      { message: /^d.csv:4:1: .* "4" is there twice/ },
    ],
    ['no index: a missing value', ',a\n0,1\n,2\n', {}, { message: /^d.csv:3:1: column 1 has no name/ }],
    [
      'names that differ in case, and in Unicode form',
      'Age,age,é,e\u0301\n1,2,3,4\n',
      {},
      {
        notes: [
          'd.csv: columns "Age" and "age" differ in case only, and 1 more such: they are different columns',
        ],
      },
    ],
    [
      'a title',
      'Sales\n\na,b\n1,2\n',
      {},
      { message: /:3:2: .*if what stands above is a title.*skip_rows=2\)/ },
    ],
    ['a comment', '# by me\na,b\n1,2\n', {}, { message: /:2:2: .*\(--set 'data.comment=#'\)/ }],
    [
      'nothing below skipped lines',
      'a,b\n1,2\n',
      { skip_rows: 2 },
      { message: /empty below the 2 .*skip_rows=0/ },
    ],
  ])('%s', async (_, text, more, expected) => {
    const whole = await read(text, more);
    const { message, ...rest } = expected as { message?: string | RegExp };
    expect(whole).toMatchObject(rest);
    if (message === undefined) expect(whole.message).toBeUndefined();
    else if (typeof message === 'string') expect(whole.message).toBe(message);
    else expect(whole.message).toMatch(message);
    // rows before what is refused are given out as far as a chunk holds them
    const alike = message === undefined ? whole : { message: whole.message };
    for (const size of [1, 2, 3, 5, 8]) expect(await read(text, more, size)).toMatchObject(alike);
  });
});

test('comments, blanks by quotes and lines above change no row, however the file is cut', async () => {
  const field = fc.string({ unit: fc.constantFrom('a', '1', ' ', '#', '"', ',', '\n', '\r') });
  const blank = fc.constantFrom('', '', ' ', '\t', '  ');
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(field, { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 6 }),
      fc.array(blank, { minLength: 4, maxLength: 4 }),
      fc.constantFrom('\n', '\r\n', '\r'),
      fc.constantFrom('', '#', '#x,"', '# a\n#\n'),
      fc.nat(3),
      fc.integer({ min: 1, max: 20 }),
      async (rows, blanks, end, comment, skip, size) => {
        const quoted = rows.map((row, i) =>
          row
            .map(
              (text, j) =>
                `${blanks[(i + j) % 4]}"${text.replaceAll('"', '""')}"${blanks[(i + 2 * j + 1) % 4]}`,
            )
            .join(','),
        );
        const above = Array.from({ length: skip }, (_, i) => `t"${i},,${end}`).join('');
        const between = comment === '' ? '' : `${comment.replaceAll('\n', end)}${end}`;
        const text = `${above}${between}h,k${end}${quoted.map((line) => between + line + end).join('')}`;
        const found = await read(text, { comment: '#', skip_rows: skip }, size);
        expect(found.message).toBeUndefined();
        expect(found.rows).toEqual(rows);
      },
    ),
  );
});

test('the place of what is no UTF-8 is right where an empty line is a row', async () => {
  const text = Buffer.from('x\n1\n\n2\n\n\xe9\n', 'latin1');
  for (const cut of [0, 1, 2, 4, 5, 7, 8]) {
    const input = Readable.from([text.subarray(0, cut), text.subarray(cut)]);
    const rows: string[][] = [];
    const reading = (async () => {
      for await (const chunk of csvChunks({ name: 'd.csv', input }, usual)) rows.push(...textsOf(chunk));
    })();
    expect(await failure(reading)).toContain('d.csv:6:1: not valid UTF-8');
    expect(rows).toEqual([['1'], [''], ['2'], ['']]);
  }
});

test('where the first line is data, duplicates are said to be no names', async () => {
  expect((await read('1,1\n')).message).toContain('set data.header to false (--set data.header=false)');
});
