import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { sizeOf } from '../../../src/data/sources/bytes.js';
import { files } from '../../../src/data/sources/files.js';
import { FileNotes } from '../../../src/data/table/file_notes.js';
import { platform } from '../../../src/platform/node.js';
import { temporaryDirectory } from '../../files/temporary_directory.js';

const format = { delimiter: ',', header: true, comment: undefined, skip_rows: 0 };

afterEach(() => {
  vi.restoreAllMocks();
});

/** Reads a file of so many bytes, a header of one name and zeros, as far as that goes. */
async function read(bytes: number): Promise<void> {
  const directory = temporaryDirectory();
  writeFileSync(join(directory, 'a.csv'), 'x\n');
  truncateSync(join(directory, 'a.csv'), bytes);
  const { chunks } = files.open('a.csv', {
    ...{ directory, seed: 0, notes: new FileNotes(), hash: platform.sha256() },
    format: format as never,
  });
  for await (const _ of chunks);
}

test('memory for new objects is limited where rows of a large file are kept, and no sooner', async () => {
  const limit = vi.spyOn(platform, 'limitNewObjects').mockImplementation(() => {});
  await read(2 ** 20).catch(() => {});
  expect(limit).not.toHaveBeenCalled();
  await read(2 ** 26).catch(() => {});
  expect(limit).toHaveBeenCalledOnce();
});

test('the size of a source is that of its file or bytes, and 0 of a stream', () => {
  const path = join(temporaryDirectory(), 'a.csv');
  writeFileSync(path, 'a,b\n');
  expect(sizeOf({ name: 'a.csv', input: path })).toBe(4);
  expect(sizeOf({ name: 'a.csv', input: new Uint8Array(7) })).toBe(7);
  expect(sizeOf({ name: 'stdin', input: (async function* () {})() })).toBe(0);
});
