import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { commands } from '../../src/cli/commands/index.js';
import { generators } from '../../src/data/generators/index.js';
import { temporaryDirectory } from '../files/temporary_directory.js';
import { mlp, repository, shell } from '../helpers/cli.js';
import { runs, sample } from '../helpers/runs.js';

const calls = [
  [],
  ...Object.keys(commands).map((name) => [name]),
  ...Object.keys(generators).map((name) => ['generate', name]),
];

/** A directory with the configs and data of the repository, where examples may leave files. */
function workplace(): string {
  const directory = temporaryDirectory();
  symlinkSync(join(repository, 'datasets'), join(directory, 'datasets'));
  cpSync(join(repository, 'configs'), join(directory, 'configs'), { recursive: true });
  mkdirSync(join(directory, 'runs'));
  // for a shell that an example starts
  mkdirSync(join(directory, 'bin'));
  symlinkSync(join(repository, 'bin/mlp.js'), join(directory, 'bin/mlp'));
  return directory;
}

const named = (some: readonly string[][]) =>
  some.map((call) => [`mlp ${call.join(' ')}`.trim(), call] as const);

describe.each(named(calls))('%s --help', (_, call) => {
  test.each([60, 80])('explains itself, and in a terminal of %d columns', async (columns) => {
    const { code, stdout, stderr } = await mlp([...call, '--help'], { terminals: ['stdout'], columns });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [text] = stripVTControlCharacters(stdout).split('\nExamples:');
    expect(text).toMatch(/^Usage: mlp/);
    for (const line of text.split('\n')) expect(line.length, line).toBeLessThanOrEqual(columns);
  });
});

describe.each(named(sample(calls, 2)))('%s --help', (_, call) => {
  test('every example runs', async () => {
    const { stdout } = await mlp([...call, '--help']);
    const [, block] = /\nExamples:\n((?: {2}.*\n)+)/.exec(stdout)!;
    const all = block.trim().split('\n');
    // an example may need the ones above it
    const lines = all.slice(0, runs(1, all.length));
    const cwd = workplace();
    const env = { PATH: `${join(cwd, 'bin')}:${process.env.PATH}` };
    const needsRun = block.includes('runs/iris') && !block.includes('mlp train');
    if (needsRun) await shell('mlp train configs/iris.json', { cwd });
    for (const line of lines) {
      const { code, stderr } = await shell(line, { cwd, env });
      expect({ line, code, stderr: code === 0 ? '' : stderr }).toEqual({ line, code: 0, stderr: '' });
    }
  });
});

test('help names each command, and `mlp help NAME` is `mlp NAME --help`', async () => {
  const { stdout } = await mlp(['--help']);
  for (const [name, { summary }] of Object.entries(commands)) {
    expect(stdout).toContain(summary);
    const [help, flag] = await Promise.all([mlp(['help', name]), mlp([name, '--help'])]);
    expect(help).toEqual(flag);
  }
});

test('without a command: help on stderr, and a usage error', async () => {
  const { code, stdout, stderr } = await mlp([]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain('Usage: mlp');
});
