import { Readable } from 'node:stream';
import { isDeepStrictEqual } from 'node:util';
import { parse } from 'csv-parse/sync';
import type { Format } from '../../../src/data/csv/format.js';
import { readRecords } from '../../../src/data/csv/read.js';
import { RecordReader } from '../../../src/data/csv/record_reader.js';
import type { Table } from '../../../src/data/table/table.js';
import { MlpError } from '../../../src/errors.js';
import { recordsOf as fieldsOf, readCsvTable, valuesOf } from '../../data/support.js';
import { demand, refusingLater, type Target } from '../target.js';

/**
 * The first byte says how the rest is cut into chunks and by which delimiter it is read. Records are those of
 * csv-parse. The table is the one that comes of the same records with every field in quotes, which take another way.
 */
async function check(input: Buffer): Promise<void> {
  if (input.length === 0) return;
  const delimiter = [',', ',', ';', '\t'][input[0] & 3];
  const size = [1 << 20, 1, 7, 64][(input[0] >> 2) & 3];
  const header = (input[0] & 16) === 0;
  const bytes = input.subarray(1);
  const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
    bytes.subarray(i * size, (i + 1) * size),
  );
  const records = await refusingLater(['data'], () => recordsOf(chunks, delimiter));
  if (!records) {
    demand(hasReason(bytes), () => 'what is refused has something that no CSV has');
    return;
  }
  // csv-parse takes blanks beside quotes for text, and Excel's first line for a record
  if (/[ \t]"|"[ \t]|^(\ufeff)?"?sep=/i.test(bytes.toString())) return;
  const first = (parse(bytes, { ...oracle, delimiter }) as string[][])[0];
  // below a header of one field an empty line is a record
  const isOne = first?.length === 1;
  const all = parse(bytes, { ...oracle, delimiter, skip_empty_lines: !isOne }) as string[][];
  // those before the header are none; a line of two quotes is a field without text
  const blank =
    bytes
      .toString()
      .replace(/^\ufeff/, '')
      .match(/\r\n|\n|\r/gy)?.length ?? 0;
  const expected = isOne ? all.slice(blank) : all;
  demand(isDeepStrictEqual(records, expected), () => `the records of csv-parse: ${JSON.stringify(expected)}`);
  const format = { delimiter, header, missing_values: ['', 'NA'] };
  const quoted = records.map((fields) =>
    fields.map((field) => `"${field.replaceAll('"', '""')}"`).join(delimiter),
  );
  const [found, other] = [
    await tableOf(chunks, format),
    await tableOf([Buffer.from(quoted.join('\n'))], format),
  ];
  // of several mistakes, chunks decide which is met first
  if (typeof found === 'string' && typeof other === 'string') return;
  demand(
    isDeepStrictEqual(found, other),
    () => `the same table in quotes: ${show(found)} and ${show(other)}`,
  );
}

/**
 * Reference reader after RFC 4180, with what mlp reads beside it: any line ends, empty lines skipped, quotes within
 * unquoted fields.
 */
const oracle = {
  record_delimiter: ['\r\n', '\n', '\r'],
  skip_empty_lines: true,
  relax_quotes: true,
  relax_column_count: true,
  bom: true,
};

async function recordsOf(chunks: readonly Buffer[], delimiter: string): Promise<string[][]> {
  const all: string[][] = [];
  let line = 0;
  const source = Readable.from(chunks, { objectMode: true });
  for await (const records of readRecords(source, new RecordReader('c.csv', { delimiter }))) {
    const { lines, rows } = records;
    demand(lines.length === rows, () => 'each record has its line');
    for (const next of lines) {
      demand(next > line, () => 'lines rise');
      line = next;
    }
    all.push(...fieldsOf(records));
  }
  return all;
}

/** NUL, what is no UTF-8, or a quote: all else is a CSV file. */
const hasReason = (bytes: Buffer) =>
  bytes.includes(0) || bytes.includes('"') || !Buffer.from(bytes.toString()).equals(bytes);

/** The columns to the bit, or what was said. */
async function tableOf(chunks: readonly Buffer[], format: Format) {
  const source = { name: 'c.csv', input: Readable.from(chunks, { objectMode: true }) };
  const all = (names: readonly string[]) => new Map(names.map((name) => [name, 'infer' as const]));
  try {
    return contents(await readCsvTable(source, format, all, { limit: 5 }));
  } catch (error) {
    if (!(error instanceof MlpError) || error.failure !== 'data') throw error;
    return error.message;
  }
}

const contents = ({ header, rows, columns }: Table) => ({
  header,
  rows,
  columns: [...columns.values()].map((column) =>
    column.type === 'category'
      ? { codes: [...valuesOf(column)], categories: column.categories }
      : [...new BigUint64Array(valuesOf(column).buffer)],
  ),
});

const show = (value: unknown) =>
  JSON.stringify(value, (_, item) => (typeof item === 'bigint' ? `${item}` : item));

export const csv: Target = {
  check,
  seeds: () =>
    [
      '\0a,b,c\n1,2,x\n3.5,-4e2,y\n',
      '\x04\ufeffx,"y, z"\r\n1,"""q"""\r\n\r\n"a\nb",2',
      '\x06x;y\r1;2\r\rNA;""\r',
      '\x13a\tb\n 1 \t\u00a02\n-0\t1e-400\n9007199254740993\t+.5\n',
      '\x08a\n"1"\n2\n"x"\n\n3',
      '\x101,2,3\n4,5,6\n0x10,1_000,1e999\n',
      `\0${Array.from({ length: 40 }, (_, i) => `${i},${i * 0.1},c${i % 3}\n`).join('')}`,
    ].map((text) => Buffer.from(text)),
  words: [
    '""',
    '"\n',
    '\r\n',
    '\r',
    ',,',
    '\ufeff',
    'NA',
    '1e308',
    '1e-324',
    '0.1',
    '-',
    '"1",',
    '\u00a0',
    ' ',
    'é',
    '1234567890123456789',
  ],
};
