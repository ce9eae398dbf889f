import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { describe, expect, it } from 'vitest';

/** Folders and files of src from top to bottom: each imports from itself and from those after it. */
const order = [
  ...[
    'index.ts',
    'core.ts',
    'cli',
    'play',
    'report',
    'serve',
    'studies',
    'export',
    'explain',
    'run',
    'model',
    'jobs',
    'training',
    'config',
    'data',
    'nn',
  ],
  ...['metrics', 'kernels', 'ranks', 'files', 'expression', 'random.ts', 'xoroshiro.ts', 'math', 'platform'],
  ...['errors.ts', 'name_list.ts', 'escape_controls.ts', 'format_count.ts', 'key_path.ts', 'range.ts'],
  ...['shell_word.ts', 'short_list.ts', 'version.ts', 'zod.ts'],
];

/** Folders that names of package.json's `imports` lead to. */
const places: Readonly<Record<string, string>> = { '#platform': 'platform', '#file_access': 'data' };

const root = new URL('../../src/', import.meta.url);
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  // what builds is no part of the program, what it makes is made from these sources, and AssemblyScript is another
  // language
  .filter((path) => /\.tsx?$/.test(path) && !/^build\/|\/code\.ts$|\/assembly\//.test(path));
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');

/** The modules of src that a source imports or exports again, by their paths in src. */
function imports(path: string, source: string): string[] {
  const named = [...source.matchAll(/\b(?:from|import)\s*\(?\s*'((?:\.|#)[^']*)'/g)].map(([, name]) => name);
  return named.map((name) => places[name] ?? join(dirname(path), name));
}

const place = (path: string) => order.indexOf(path.split('/')[0].replace(/\.js$/, '.ts'));

/** Imports that run back, from a lower place to a higher one. */
const runBack = (path: string, source: string) =>
  imports(path, source).filter((name) => place(name) < place(path));

describe('imports go one way', () => {
  it('every source and all that it imports has its place', () => {
    const named = sources.flatMap((path) => [path, ...imports(path, read(path))]);
    expect(named.filter((path) => place(path) < 0)).toEqual([]);
  });

  it.each(sources)('src/%s', (path) => {
    expect(runBack(path, read(path))).toEqual([]);
  });

  it('the scan finds what it looks for', () => {
    expect(runBack('nn/network.ts', "import type { Job } from '../jobs/job.js';")).toEqual(['jobs/job.js']);
    expect(runBack('jobs/a/b.ts', "await import('../../run/c.js'); export * from '../d.js';")).toEqual([
      'run/c.js',
    ]);
    expect(runBack('math/exp.ts', "import { random } from\n  '../random.js'")).toEqual(['random.js']);
    expect(
      runBack('files/atomic.ts', "import '#platform'; import 'node:fs'; import z from '../zod.js'"),
    ).toEqual([]);
  });
});

describe('knows no files', () => {
  const knowing = /'(?:node:fs[^']*|(?:\.\.?\/)+(?:[\w./]*\/)?files\/[^']*)'/;
  // prepare.ts asks the data for what a config names; whoever is given a dataset needs none of it
  const pure = sources.filter((path) => /^(training|jobs)\/|^run\/fit\.ts/.test(path));
  it.each(pure)('src/%s', (path) => {
    expect(read(path)).not.toMatch(knowing);
  });

  it('the scan finds what it looks for', () => {
    expect("import { openRun } from '../files/index.js'").toMatch(knowing);
    expect("import { readFileSync } from 'node:fs'").toMatch(knowing);
    expect(pure).toContain('run/fit.ts');
  });
});
