import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { repository } from '../helpers/cli.js';

describe('a stage of the build', () => {
  const cwd = mkdtempSync(join(tmpdir(), 'mlp-build-'));
  afterAll(() => rmSync(cwd, { recursive: true }));
  const source = join(cwd, 'source/a/in.txt');
  const made = join(cwd, 'source/made.txt');
  const program = `
    import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
    import { run } from ${JSON.stringify(pathToFileURL(join(repository, 'src/build/stage.mjs')).href)};
    for (const way of process.argv.slice(1)) {
      await run('copy', {
        inputs: ['source'],
        outputs: ['source/made.txt'],
        make() {
          writeFileSync('source/made.txt', readFileSync('source/a/in.txt'));
          if (way === 'edit') appendFileSync('source/a/in.txt', ' edited');
          return way !== 'without';
        },
      });
      console.error('asked');
    }`;
  /** Builds once in each of some ways, all in one process; whether the stage was run, each time. */
  function build(...ways: ('plain' | 'edit' | 'without')[]): boolean[] {
    const { stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program, ...ways], {
      cwd,
      encoding: 'utf8',
    });
    expect(stderr).toMatch(/^((build: copy\n)?asked\n)+$/);
    return stderr
      .split('asked\n')
      .slice(0, -1)
      .map((said) => said !== '');
  }

  mkdirSync(join(cwd, 'source/a'), { recursive: true });
  writeFileSync(source, 'one');

  it('is run once for what has not changed', () => {
    expect([...build('plain'), ...build('plain')]).toEqual([true, false]);
  });

  it('is run again where it lacked something', () => {
    writeFileSync(source, 'zero');
    expect(build('without', 'without', 'plain', 'plain')).toEqual([true, true, true, false]);
  });

  it('is run for a changed input, and one that was changed back', () => {
    writeFileSync(source, 'two');
    expect(build('plain', 'plain')).toEqual([true, false]);
    writeFileSync(source, 'one');
    expect(build('plain', 'plain')).toEqual([true, false]);
    expect(readFileSync(made, 'utf8')).toBe('one');
  });

  it('is run for a file that is new, and one that is gone', () => {
    writeFileSync(join(cwd, 'source/other.txt'), '');
    expect(build('plain', 'plain')).toEqual([true, false]);
    rmSync(join(cwd, 'source/other.txt'));
    expect(build('plain', 'plain')).toEqual([true, false]);
  });

  it('is run for an output that was changed or removed', () => {
    writeFileSync(made, 'by hand');
    expect(build('plain', 'plain')).toEqual([true, false]);
    rmSync(made);
    expect(build('plain', 'plain')).toEqual([true, false]);
    expect(readFileSync(made, 'utf8')).toBe('one');
  });

  it('is run again for an input that was edited while it ran', () => {
    writeFileSync(source, 'three');
    expect(build('edit', 'plain')).toEqual([true, true]);
    expect(readFileSync(made, 'utf8')).toBe('three edited');
  });
});

// plain JavaScript, of which the compiler knows no types
const { withNeeded } = await import(new URL('../../src/build/stages.mjs', import.meta.url).href);

describe('the stages of a build', () => {
  const makes = (inputs: readonly string[], outputs: readonly string[]) => ({ inputs, outputs });

  it('come after those whose outputs they read, files or directories', () => {
    const all = {
      program: makes(['src'], ['dist']),
      table: makes(['src/nn/formulas'], ['src/table.ts']),
      formulas: makes(['source.txt'], ['src/nn/formulas/a.ts']),
      others: makes(['src/nn/form'], ['src/nn/other']),
    };
    expect(withNeeded(['program'], all)).toEqual(['formulas', 'table', 'others', 'program']);
    expect(withNeeded(['table'], all)).toEqual(['formulas', 'table']);
    expect(withNeeded(['others', 'table'], all)).toEqual(['others', 'formulas', 'table']);
  });

  it('are all that a program is made of, where it alone is named', () => {
    const sources = ['formulas', 'kernels', 'csv', 'portable', 'workers'];
    expect(withNeeded(['bundle'])).toEqual([...sources, 'bundle']);
    // native kernels are of the same build as the program beside them
    expect(withNeeded(['native', 'bundle'])).toEqual([...sources, 'native', 'bundle']);
    const { scripts } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
    expect(scripts.bundle).toBe('node src/build/build.mjs native bundle');
  });
});

it('what npm ci runs needs no shell, which is another one on Windows', () => {
  const { scripts } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
  const lifecycle = [
    'preinstall',
    'install',
    'postinstall',
    'prepublish',
    'preprepare',
    'prepare',
    'postprepare',
  ];
  const run = lifecycle.flatMap((name) => scripts[name] ?? []);
  expect(run).toEqual(['node src/build/build.mjs']);
  const folder = join(repository, 'src/build');
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.mjs$/.test(name),
  );
  expect(sources.length).toBeGreaterThan(10);
  const started = sources.flatMap((name) =>
    [
      ...readFileSync(join(folder, name), 'utf8').matchAll(
        /import (.*) from '(?:node:)?child_process'|\bshell:/g,
      ),
    ].map(([found, names]) => names ?? found),
  );
  expect(new Set(started)).toEqual(new Set(['{ spawnSync }', '{ execFile }']));
});
