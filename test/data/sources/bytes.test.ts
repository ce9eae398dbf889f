import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text as textOf } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { readBytes } from '../../../src/data/sources/bytes.js';
import { guessFormat } from '../../../src/data/sources/guess.js';
import { temporaryDirectory } from '../../files/temporary_directory.js';
import { csvChunks, textsOf } from '../support.js';

/** Lines of different lengths, none like another, so that chunks end anywhere; now and then one is quoted. */
const lines = (count: number, isQuoted: (i: number) => boolean) => [
  'n,text',
  ...Array.from({ length: count }, (_, i) => {
    const text = `${i}-${'ab'.repeat(i % 40)}`;
    return `${i},${isQuoted(i) ? `"${text}"` : text}`;
  }),
];

/** A file of many chunks, which come one after the other in the same buffer. */
function file(content: string | Buffer) {
  const path = join(temporaryDirectory(), 'data.csv');
  writeFileSync(path, content);
  return { name: 'data.csv', input: path };
}

describe.each([
  ['plain', () => false],
  ['quoted now and then', (i: number) => i % 5000 === 77],
  ['quoted', () => true],
])('a file of many chunks, %s', (_, isQuoted) => {
  const all = lines(20_000, isQuoted);
  const text = `${all.join('\n')}\n`;
  const expected = all.slice(1).map((line) => line.replaceAll('"', '').split(','));

  test.each([
    ['as it is', text],
    ['packed', gzipSync(text)],
  ])('%s: its records, and the hash of its bytes', async (_, stored) => {
    const hash = createHash('sha256');
    const records: unknown[] = [];
    let batches = 0;
    const format = { delimiter: ',', header: true, missing_values: [] };
    for await (const chunk of csvChunks(file(stored), format, { hash })) {
      records.push(...textsOf(chunk));
      batches++;
    }
    expect(batches).toBeGreaterThan(3);
    expect(records).toEqual(expected);
    expect(hash.digest('hex')).toBe(createHash('sha256').update(stored).digest('hex'));
  });

  test('the same bytes for one who has looked at the first line', async () => {
    const { source } = await guessFormat(file(text));
    const chunks: Buffer[] = [];
    for await (const chunk of source.input as Readable) chunks.push(chunk);
    expect(Buffer.concat(chunks).equals(Buffer.from(text))).toBe(true);
  });
});

test('a chunk of a file is valid until the next is asked for', async () => {
  const text = lines(20_000, () => false).join('\n');
  let read = '';
  for await (const chunk of readBytes(file(text))) read += Buffer.from(chunk).toString();
  expect(read).toBe(text);
});

test.each([
  ['second byte', 'Ëa,b\n1,2\n'],
  ['first byte', '\x1fa,b\n1,2\n'],
  ['first byte, and there is no other', '\x1f'],
])("a file with gzip's %s is text", async (_, content) => {
  expect(await textOf(readBytes(file(content)))).toBe(content);
});

test('a pipe whose first bytes come one by one is gzip all the same', async () => {
  const packed = gzipSync('a,b\n1,2\n');
  const input = Readable.from([...packed].map((byte) => Buffer.from([byte])));
  expect(await textOf(readBytes({ name: 'pipe', input }))).toBe('a,b\n1,2\n');
});
