import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const repository = resolve(import.meta.dirname, '../..');
const root = `${repository}/src/`;
const names = JSON.parse(readFileSync(`${repository}/package.json`, 'utf8')).imports;

const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.ts') && !path.includes('/assembly/') && !path.endsWith('/code.ts'));
const read = (path: string) => readFileSync(root + path, 'utf8');

/** Imports of a source as they are written, types too. */
function imported(source: string): string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  const found = code.matchAll(
    /^(?:import|export)\s[^;'"]*?\bfrom\s*['"]([^'"]+)['"]|^import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm,
  );
  return [...found].map(([, from, alone, later]) => from ?? alone ?? later);
}

/** The source that an import of `path` means in a browser, from src/; null for a package. */
function sourceOf(name: string, path: string): string | null {
  if (name in names) return resolve(repository, names[name].browser).slice(root.length);
  if (!name.startsWith('.')) return null;
  return resolve(root, dirname(path), name.replace(/\.js$/, '.ts')).slice(root.length);
}

/** Paths that may import Node's modules. */
const onNode =
  /^(?:platform|files|run|serve|studies|report|cli)\/|^ranks\/mpi\.ts$|^data\/sources\/file_access\//;

describe("nothing of Node's", () => {
  const isNodes = (name: string) => name.startsWith('node:');

  it.each(sources.filter((path) => !onNode.test(path)))('in src/%s', (path) => {
    expect(imported(read(path)).filter(isNodes)).toEqual([]);
  });

  it('in anything that mlp/core and the worker of mlp play import, types too', () => {
    const importers = new Map<string, string | null>([
      ['core.ts', null],
      ['play/worker/worker.ts', null],
    ]);
    const found: string[] = [];
    for (const path of importers.keys()) {
      if (path.endsWith('/code.ts')) continue; // the text of a thread's program
      for (const name of imported(read(path))) {
        if (isNodes(name)) found.push([name, ...chain(path, importers)].join(' in '));
        const target = sourceOf(name, path);
        if (target !== null && !importers.has(target)) importers.set(target, path);
      }
    }
    expect(found).toEqual([]);
    expect(importers.size).toBeGreaterThan(200);
    expect([...importers.keys()]).toContain('platform/browser.ts');
    for (const path of importers.keys()) expect(existsSync(root + path), path).toBe(true);
  });

  function chain(path: string, importers: ReadonlyMap<string, string | null>): string[] {
    const importer = importers.get(path) ?? null;
    return importer === null ? [path] : [path, ...chain(importer, importers)];
  }
});

it('the scan finds what it looks for, and nothing in comments', () => {
  const source = `import { a, type B } from './a.js';
import type * as Node from 'node:fs';
import './c.js';
export * from "./d.js";
// import { x } from './x.js';
/* import './y.js'; */
const { e } = await import('./e.js');
const text = "import from './z.js'";`;
  expect(imported(source)).toEqual(['./a.js', 'node:fs', './c.js', './d.js', './e.js']);
});
