import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const folder = new URL('.', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, folder), 'utf8');
const rows = read('README.md')
  .split('\n')
  .filter((line) => /^\| (data|new|num)-/.test(line))
  .map((line) => line.split(' | '));

test('the table names each case, and tests that are there and are about it', () => {
  const named = rows.flatMap(([cases]) => cases.replace('| ', '').split(', '));
  expect(named).toHaveLength(new Set(named).size);
  const folders = readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? [entry.name] : [],
  );
  expect(folders.filter((name) => !named.includes(name))).toEqual([]);
  for (const row of rows) {
    const tests = row.at(-1)!.replace(' |', '').split(', ');
    const texts = tests.map((name) => read(`${name}.test.ts`)).join('\n');
    for (const name of row[0].replace('| ', '').split(', '))
      expect(texts.includes(name.split('-').slice(0, 2).join('-')), name).toBe(true);
  }
});
