import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { filesFrom, filesOf } from '../../../src/data/sources/paths.js';
import { temporaryDirectory } from '../../files/temporary_directory.js';
import { failure } from '../support.js';

function directoryOf(...files: readonly string[]): string {
  const directory = temporaryDirectory();
  for (const file of files) {
    mkdirSync(join(directory, file, '..'), { recursive: true });
    writeFileSync(join(directory, file), '');
  }
  return directory;
}

const names = async (from: string | readonly string[], directory: string, stdin?: Readable) =>
  (await filesOf(from, { directory, stdin }).list()).map(({ name }) => name);

test('files of a pattern come by code unit, those of a list in its order', async () => {
  const files = [
    'd/é.csv',
    'd/b.csv',
    'd/a10.csv',
    'd/Z.csv',
    'd/a9.csv',
    'd/sub/x.csv',
    'd/.hidden.csv',
    'd/a.txt',
  ];
  const directory = directoryOf(...files);
  const sorted = ['d/Z.csv', 'd/a10.csv', 'd/a9.csv', 'd/b.csv', 'd/é.csv'];
  expect(await names('d/*.csv', directory)).toEqual(sorted);
  expect(await names('./d/*.csv', directory)).toEqual(sorted.map((name) => `./${name}`));
  expect(await names(join(directory, 'd/*.csv'), '/')).toEqual(sorted.map((name) => join(directory, name)));
  expect(await names('../d/[aZ]*.csv', join(directory, 'd'))).toHaveLength(3);
  expect(await names('d/**/*.csv', directory)).toEqual([...sorted.slice(0, 4), 'd/sub/x.csv', 'd/é.csv']);
  expect(await names(['d/b.csv', 'd/a{9,10}.csv', 'no.csv'], directory)).toEqual([
    'd/b.csv',
    'd/a10.csv',
    'd/a9.csv',
    'no.csv',
  ]);
});

test('names with marks of patterns are names where they are there', async () => {
  const directory = directoryOf('a[1].csv', 'a1.csv', 'x{y}/1.csv', 'x{y}/2.csv');
  expect(await names('a[1].csv', directory)).toEqual(['a[1].csv']);
  expect(await names('x{y}/*.csv', directory)).toEqual(['x{y}/1.csv', 'x{y}/2.csv']);
});

test('a file that is named twice, a pattern of none, stdin', async () => {
  const directory = directoryOf('a.csv', 'b.csv');
  expect(await failure(names(['a.csv', '*.csv'], directory))).toContain('config: data: a.csv is named twice');
  expect(await failure(names(['a.csv', './a.csv'], directory))).toContain('is named twice');
  expect(await failure(names('*.tsv', directory))).toContain(
    'no_input: *.tsv: no file has a name of this pattern',
  );
  expect(await names(['-', 'a.csv'], directory, Readable.from([]))).toEqual(['stdin', 'a.csv']);
  expect(await failure(names('-', directory))).toContain('usage: data from stdin');
  expect(filesOf(['a.csv', 'b.csv', '*.x'], { directory }).name).toBe('a.csv and 2 more');
  const source = { name: 's', input: Readable.from([]) };
  expect(await filesFrom(filesFrom(source)).list()).toEqual([source]);
});
