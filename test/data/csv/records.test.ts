import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatRecord } from '../../../src/data/csv/format.js';
import { readRecords } from '../../../src/data/csv/read.js';
import { RecordReader } from '../../../src/data/csv/record_reader.js';
import { maxRecordBytes } from '../../../src/data/csv/scanner.js';
import { type ByteSource, readBytes } from '../../../src/data/sources/bytes.js';
import { failure, recordsOf, source } from '../support.js';

interface Read {
  records: string[][];
  lines: number[];
  blankLines: number;
}

async function read(from: ByteSource, delimiter = ','): Promise<Read> {
  const reader = new RecordReader(from.name, { delimiter });
  const [records, lines]: [string[][], number[]] = [[], []];
  for await (const batch of readRecords(readBytes(from), reader)) {
    records.push(...recordsOf(batch));
    lines.push(...batch.lines);
  }
  return { records, lines, blankLines: reader.blankLines };
}
const records = async (text: string | Buffer) => (await read(source(text))).records;

describe('the twelve cases of csv-spectrum (Max Ogden, github.com/max-mapper/csv-spectrum), in texts of our own', () => {
  test.each([
    [
      'comma_in_quotes',
      'name,place\nAda,"London, UK"',
      [
        ['name', 'place'],
        ['Ada', 'London, UK'],
      ],
    ],
    [
      'empty',
      'a,b,c\n7,"",""\n8,,9',
      [
        ['a', 'b', 'c'],
        ['7', '', ''],
        ['8', '', '9'],
      ],
    ],
    [
      'empty_crlf',
      'a,b,c\r\n7,"",""\r\n8,,9',
      [
        ['a', 'b', 'c'],
        ['7', '', ''],
        ['8', '', '9'],
      ],
    ],
    [
      'escaped_quotes',
      'a,b\n7,"so ""to"" say"\n8,9\n',
      [
        ['a', 'b'],
        ['7', 'so "to" say'],
        ['8', '9'],
      ],
    ],
    [
      'json',
      'id,json\n7,"{""x"": [1.5, null], ""y"": ""z""}"\n',
      [
        ['id', 'json'],
        ['7', '{"x": [1.5, null], "y": "z"}'],
      ],
    ],
    [
      'location_coordinates',
      `id,place\n7,52°31'12.0"N 13°24'18.0"E\n`,
      [
        ['id', 'place'],
        ['7', `52°31'12.0"N 13°24'18.0"E`],
      ],
    ],
    [
      'newlines',
      'a,b\n"one\ntwo",7\n8,9\n',
      [
        ['a', 'b'],
        ['one\ntwo', '7'],
        ['8', '9'],
      ],
    ],
    [
      'newlines_crlf',
      'a,b\r\n"one\r\ntwo",7\r\n8,9\r\n',
      [
        ['a', 'b'],
        ['one\r\ntwo', '7'],
        ['8', '9'],
      ],
    ],
    [
      'quotes_and_newlines',
      'a,b\n7,"say \n""hey"" \nyou"\n',
      [
        ['a', 'b'],
        ['7', 'say \n"hey" \nyou'],
      ],
    ],
    [
      'simple',
      'a,b\n7,8\n',
      [
        ['a', 'b'],
        ['7', '8'],
      ],
    ],
    [
      'simple_crlf',
      'a,b\r\n7,8\r\n',
      [
        ['a', 'b'],
        ['7', '8'],
      ],
    ],
    [
      'utf8',
      'a,b\n7,ʤ\n𝛼,é',
      [
        ['a', 'b'],
        ['7', 'ʤ'],
        ['𝛼', 'é'],
      ],
    ],
  ])('%s', async (_, text, expected) => {
    expect(await records(text)).toEqual(expected);
  });
});

test('what formatRecord writes reads back, whatever the fields hold and the line ends are', async () => {
  const field = fc.string({ unit: fc.constantFrom('a', 'é', '𝛼', ',', ';', '"', '\n', '\r', ' ', '7') });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(field, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 }),
      fc.constantFrom('\n', '\r\n', '\r'),
      fc.constantFrom(',', ';'),
      fc.boolean(),
      async (rows, end, delimiter, last) => {
        const text = rows.map((row) => formatRecord(row, delimiter)).join(end) + (last ? end : '');
        expect((await read(source(text), delimiter)).records).toEqual(rows);
      },
    ),
  );
});

describe('wherever the bytes are cut into chunks, records, lines and counts are the same', () => {
  test.each<[string, string, Read]>([
    [
      'quotes, several bytes a character, each kind of line end',
      '\ufeff"ä",b\r\n1,"x\r\n""𝛼"""\r\n\r\n\n2,3\r4,é\n5,',
      {
        records: [
          ['ä', 'b'],
          ['1', 'x\r\n"𝛼"'],
          ['2', '3'],
          ['4', 'é'],
          ['5', ''],
        ],
        lines: [1, 2, 6, 7, 8],
        blankLines: 2,
      },
    ],
    [
      'empty lines that are records, between lines of several fields',
      'C\nx\n\n6\n4,5,6\n\n4,6\n0\n',
      {
        records: [['C'], ['x'], [''], ['6'], ['4', '5', '6'], [''], ['4', '6'], ['0']],
        lines: [1, 2, 3, 4, 5, 6, 7, 8],
        blankLines: 0,
      },
    ],
  ])('%s', async (_, text, whole) => {
    const bytes = Buffer.from(text);
    expect(await read(source(bytes))).toEqual(whole);
    for (let i = 0; i <= bytes.length; i++)
      for (let j = i; j <= bytes.length; j++)
        expect(await read(source(bytes.subarray(0, i), bytes.subarray(i, j), bytes.subarray(j)))).toEqual(
          whole,
        );
  });
});

test('a record is there as soon as its line has ended, however slow the pipe', async () => {
  const seen: string[] = [];
  async function* slow() {
    for (const line of ['a,b\n', '1,2\r\n', '3,4\r']) {
      yield Buffer.from(line);
      seen.push(`asked for more after ${JSON.stringify(line)}`);
    }
  }
  for await (const records of readRecords(slow(), new RecordReader('pipe', { delimiter: ',' })))
    seen.push(JSON.stringify(recordsOf(records)));
  expect(seen).toEqual([
    '[["a","b"]]',
    'asked for more after "a,b\\n"',
    '[["1","2"]]',
    'asked for more after "1,2\\r\\n"',
    '[["3","4"]]',
    'asked for more after "3,4\\r"',
  ]);
});

describe('gzip', () => {
  const packed = gzipSync('a,b\n1,2\n');

  test('is recognised by content, even byte by byte', async () => {
    expect(await records(packed)).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]);
    expect((await read(source(...[...packed].map((byte) => Buffer.from([byte]))))).records).toHaveLength(2);
  });

  test('that is cut off is refused', async () => {
    expect(await failure(records(packed.subarray(0, -9)))).toMatch(/^data: data.csv: not a whole gzip file/);
  });
});

describe('refused, with the place', () => {
  test.each([
    ['NUL', 'a,b\n1,\0\n', 'data: data.csv:2:2: a NUL byte'],
    ['zeros', Buffer.alloc(100), 'data: data.csv:1:1: a NUL byte'],
    ['UTF-16 with its mark', Buffer.from('\ufeffa,b\n', 'utf16le'), 'data: data.csv:1:1: this is UTF-16'],
    [
      'UTF-16 with its mark, high bytes first',
      Buffer.from('\ufeffa,b\n', 'utf16le').swap16(),
      'data: data.csv:1:1: this is UTF-16',
    ],
    ['half a mark of UTF-16', Buffer.from([0xff, 0x61, 0x0a]), 'data: data.csv:1:1: not valid UTF-8'],
    ['the other half', Buffer.from([0xfe, 0x61, 0x0a]), 'data: data.csv:1:1: not valid UTF-8'],
    ['UTF-16 without', Buffer.from('a,b\n', 'utf16le'), 'data: data.csv:1:1: a NUL byte'],
    ['Latin-1', Buffer.from('a,b\r\n\r\n1,\xe9\r\n', 'latin1'), 'data: data.csv:3:2: not valid UTF-8'],
    ['an overlong form', Buffer.from([0x61, 0x0a, 0xc0, 0xaf, 0x0a]), 'data: data.csv:2:1: not valid UTF-8'],
    [
      'an unclosed quote',
      'a,b\n1,"2\n3,4\n',
      'data: data.csv:2:2: the quote that opens here is never closed',
    ],
    ['text after a quote', 'a,b\n1,"2"3\n', 'data: data.csv:2:2: text after a closing quote'],
  ])('%s', async (_, text, message) => {
    expect(await failure(records(text))).toContain(message);
  });

  test('the line is right even where a CRLF before it was torn apart', async () => {
    const from = source('a\r', Buffer.from('\n\xe9\n', 'latin1'));
    expect(await failure(read(from))).toContain('data.csv:2:1: not valid UTF-8');
  });

  test('records before the bad one are read', async () => {
    const seen: string[][] = [];
    const reading = (async () => {
      for await (const batch of readRecords(
        readBytes(source('a\n1\n2\n"3"x\n')),
        new RecordReader('data.csv', { delimiter: ',' }),
      ))
        seen.push(...recordsOf(batch));
    })();
    expect(await failure(reading)).toContain('data.csv:4:1');
    expect(seen).toEqual([['a'], ['1'], ['2']]);
  });

  test.each([
    ['a', /^data: pipe:1:1: a record longer than 16 MiB/],
    ['"', /^data: pipe:1:1: the quote that opens here is not closed within 16 MiB/],
  ])('a record without end, that begins with %s: after the limit, not later', async (first, message) => {
    let given = 0;
    function* endless() {
      yield Buffer.from(first);
      for (const chunk = Buffer.alloc(1 << 20, 'a'); ; given += chunk.length) yield chunk;
    }
    const from = { name: 'pipe', input: Readable.from(endless()) };
    expect(await failure(read(from))).toMatch(message);
    expect(given).toBeLessThan(2 * maxRecordBytes + (32 << 20));
  });

  test.each([
    ['no-such-file.csv', 'no_input: no-such-file.csv: no such file'],
    ['.', 'data: .: no data: this is a directory'],
  ])('%s', async (path, message) => {
    expect(await failure(read({ name: path, input: path }))).toContain(message);
  });
});
