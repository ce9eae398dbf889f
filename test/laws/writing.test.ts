import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

// Whoever writes does so by `writeFileAtomic` (src/files), so that no file is ever left half written.
const reading = new Set(
  [
    'closeSync createReadStream existsSync fstatSync openSync readFileSync readSync readdirSync realpathSync',
    'statSync',
  ].flatMap((line) => line.split(' ')),
);

/** Uses in a source of what could change the disk. */
function writes(source: string): string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
  const imported = [...code.matchAll(/import\s+([^;]*?)\s+from\s+'(?:node:)?fs'/g)].flatMap(([, what]) =>
    what.startsWith('{') ? what.replace(/[{}\s]|\btype\b|\bas \w+/g, '').split(',') : [what],
  );
  const opened = [...code.matchAll(/\bopenSync\([^;]*?,\s*('\w+\+?')/g)].map(([, flags]) => flags);
  const others = code.match(/['"](?:node:)?fs\/promises['"]|\b(?:require|import)\(['"](?:node:)?fs['"]\)/g);
  return [
    ...imported.filter((name) => name !== '' && !reading.has(name)),
    ...opened.filter((flags) => flags !== "'r'"),
    ...(others ?? []),
  ];
}

const root = new URL('../../src/', import.meta.url);
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.ts'));
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');

describe('nothing writes but src/files', () => {
  it.each(sources.filter((path) => !path.startsWith('files/')))('src/%s', (path) => {
    expect(writes(read(path))).toEqual([]);
  });

  it('and in there all goes through the interface that tests make fail, by atomic.ts, the lock, an appended file, or for nobody later', () => {
    for (const path of sources.filter((name) => name.startsWith('files/'))) {
      const expected: Record<string, string[]> = {
        'files/file_system.ts': ['fs'],
        'files/atomic.ts': ["'wx'"],
        'files/lock.ts': ["'wx'", "'wx'"],
        'files/appended_file.ts': ["'a'"],
        'files/temporary_directory.ts': ['mkdtempSync', 'rmSync'],
      };
      expect(writes(read(path)), path).toEqual(expected[path] ?? []);
      const calls = read(path).match(/\b(writeSync|renameSync|linkSync)\(/g) ?? [];
      const allowed = {
        'files/atomic.ts': ['renameSync(', 'writeSync('],
        'files/lock.ts': ['linkSync('],
        'files/appended_file.ts': ['writeSync('],
      };
      expect(calls, path).toEqual(allowed[path as keyof typeof allowed] ?? []);
    }
  });

  it('the scan finds what it looks for', () => {
    expect(writes("import { readSync, type Stats, writeFileSync as w } from 'node:fs';")).toEqual([
      'Stats',
      'writeFileSync',
    ]);
    expect(writes("import * as fs from 'fs';\nopenSync(a, 'w');\nopenSync(a,\n 'r')")).toEqual([
      '* as fs',
      "'w'",
    ]);
    expect(writes("await import('node:fs'); import { open } from 'node:fs/promises';")).toHaveLength(2);
  });
});
