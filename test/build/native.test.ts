import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { temporaryDirectory } from '../files/temporary_directory.js';
import { repository } from '../helpers/cli.js';
import { nativeTiles } from '../helpers/portable_backends.js';
import { sample } from '../helpers/runs.js';

const headers = join(repository, 'src/kernels/native/c');
const generated = join(repository, 'dist/native');

/** Compilers that are here, of those that users have; that for arm64 shows that NEON compiles. */
const compilers = ['gcc', 'clang', 'aarch64-linux-gnu-gcc'].filter(
  (name) => spawnSync(name, ['--version']).status === 0,
);
const vectors: Readonly<Record<string, readonly string[]>> = {
  plain: [],
  avx2: ['-mavx2'],
  avx512: ['-mavx512f', '-mavx512dq', '-mavx512vl', '-mavx512bw'],
};

/** Each compiler has the next tile in the short form. */
let turn = 0;

describe.each(compilers)('%s', (compiler) => {
  const tiles = compiler.startsWith('aarch64')
    ? ['plain']
    : ['plain', ...nativeTiles.filter((t) => t !== 'plain')];
  it.each(
    sample(
      tiles.filter((tile) => existsSync(join(generated, `${tile}.c`))),
      1,
      turn++,
    ),
  )('has nothing to say on %s', (tile) => {
    // parameters that a kernel has for its rule alone, functions that another width has a use for
    const allowed = ['parameter', 'variable', 'function'].map((what) => `-Wno-unused-${what}`);
    const warnings = ['-Wall', '-Wextra', '-Werror', ...allowed];
    if (compiler === 'clang') warnings.push('-Wno-parentheses-equality', '-Wno-psabi');
    const { status, stderr } = spawnSync(
      compiler,
      [
        ...['-std=gnu11', '-fsyntax-only', ...warnings, ...vectors[tile]],
        ...[`-DKERNELS="${tile}.c"`, `-DTILE=tile_${tile}`, '-I', generated, '-I', headers],
        join(headers, 'tile.c'),
      ],
      { encoding: 'utf8' },
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});

test('without a compiler the build says so, and leaves no addon', () => {
  const directory = temporaryDirectory();
  mkdirSync(join(directory, 'dist'));
  symlinkSync(join(repository, 'src'), join(directory, 'src'), 'junction');
  const script = `
    const { native } = await import(${JSON.stringify(join(repository, 'src/build/native/index.mjs'))});
    await native.make();`;
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: directory,
    env: { ...process.env, CC: '/no/such/compiler -O2' },
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({
    status: 0,
    stderr:
      'build: no C compiler (/no/such/compiler; the variable CC names another): WebAssembly will compute, ' +
      'more slowly\n',
  });
  expect(existsSync(join(directory, 'dist/native/kernels.node'))).toBe(false);
});
