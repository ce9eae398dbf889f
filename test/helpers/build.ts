import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';

const repository = resolve(import.meta.dirname, '../..');

/** Builds the program where sources have changed since the last build: tests that start it in a shell need it. */
export function setup(): void {
  execFileSync(process.execPath, ['src/build/build.mjs', 'bundle', 'core', 'play'], {
    cwd: repository,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
