import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { version } from '../../src/version.js';
import { repository } from '../helpers/cli.js';

const mostBytes = 15 * 2 ** 20;

let directory: string;
let tarball: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'mlp-package-'));
  npm(['pack', '--ignore-scripts', '--pack-destination', directory], repository);
  tarball = join(directory, readdirSync(directory).find((name) => name.endsWith('.tgz'))!);
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Runs npm. */
function npm(args: readonly string[], cwd = directory): string {
  const env = { ...process.env, npm_config_audit: 'false', npm_config_fund: 'false' };
  return execFileSync('npm', args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

it('is at most 15 MB, and installs into an empty prefix, runs, and is taken away', () => {
  expect(statSync(tarball).size).toBeLessThan(mostBytes);
  const prefix = join(directory, 'prefix');
  npm(['install', '--global', '--prefix', prefix, '--omit=optional', tarball]);
  const mlp = (args: readonly string[]) =>
    execFileSync(join(prefix, 'bin/mlp'), args, {
      cwd: directory,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  expect(mlp(['--version'])).toBe(`${version}\n`);
  const installed = join(prefix, 'lib/node_modules/mlp');
  mlp(['train', join(installed, 'configs/iris.json'), '--out', 'run', '--quiet']);
  expect(
    mlp(['predict', 'run', join(installed, 'datasets/iris.csv')])
      .trimEnd()
      .split('\n'),
  ).toHaveLength(151);
  const { openapi } = JSON.parse(mlp(['serve', 'run', '--openapi']));
  expect(openapi).toBe('3.1.0');
  npm(['uninstall', '--global', '--prefix', prefix, 'mlp']);
  expect(existsSync(installed)).toBe(false);
  expect(existsSync(join(prefix, 'bin/mlp'))).toBe(false);
});

it('runs by npx', () => {
  expect(npm(['exec', '--yes', `--package=${tarball}`, '--', 'mlp', '--version'])).toBe(`${version}\n`);
});
