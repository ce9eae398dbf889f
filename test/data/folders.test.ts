import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';

const root = new URL('../../src/data/', import.meta.url);

/** Folders that each folder may import from; src/data/README.md has them as a line. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  dates: [],
  numbers: [],
  table: ['dates', 'numbers'],
  csv: ['numbers', 'table'],
  typed: ['dates', 'table'],
  parquet: ['csv', 'dates', 'table', 'typed'],
  sql: ['csv', 'table', 'typed'],
  jsonl: ['csv', 'numbers', 'table'],
  generators: ['table'],
  sources: ['csv', 'generators', 'jsonl', 'numbers', 'parquet', 'sql', 'table'],
  preprocessing: ['dates', 'numbers', 'table', 'targets'],
  targets: ['dates', 'numbers', 'table', 'preprocessing'],
  splits: ['dates', 'numbers', 'table', 'preprocessing', 'targets'],
};

/** Folders of src/data, but for the source's own, that it imports from, types too. */
function importsOf(path: string, source: string): string[] {
  const paths = [...source.matchAll(/\bfrom '(\.[^']+)'/g)].map(([, name]) => join(dirname(path), name));
  const folders = paths.filter((name) => !name.startsWith('..')).map((name) => normalize(name).split('/'));
  return folders.filter(({ length }) => length > 1).map(([folder]) => folder);
}

const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.ts') && !path.includes('/assembly/'));

test('the folders of src/data import each other in one direction', () => {
  const folders = new Set(sources.filter((path) => path.includes('/')).map((path) => path.split('/')[0]));
  expect([...folders].sort()).toEqual(Object.keys(allowed).sort());
  const found = sources.flatMap((path) => {
    const [folder] = path.split('/');
    return importsOf(path, readFileSync(new URL(path, root), 'utf8'))
      .filter((other) => folder in allowed && other !== folder && !allowed[folder].includes(other))
      .map((other) => `${path} imports ${other}`);
  });
  expect(found).toEqual([]);
});

test('the scan finds what it looks for', () => {
  const source =
    "import a from '../csv/read.js';\nexport type { B } from './b.js';\nimport { c } from '../../zod.js';";
  expect(importsOf('table/read.ts', source)).toEqual(['csv', 'table']);
});
