import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

const repository = resolve(import.meta.dirname, '../..');

/** Builds the program where the build is older than its sources: tests that start it in a shell need it. */
export function setup(): void {
  const built = join(repository, 'dist/cli/main.js');
  if (existsSync(built) && statSync(built).mtimeMs >= newest(join(repository, 'src'))) return;
  execFileSync('npm', ['run', 'bundle'], { cwd: repository, stdio: ['ignore', 'ignore', 'inherit'] });
}

/** When the last change was made to a file of a directory, or to the directory itself. */
const newest = (directory: string): number =>
  Math.max(
    statSync(directory).mtimeMs,
    ...readdirSync(directory, { recursive: true }).map(
      (name) => statSync(join(directory, String(name))).mtimeMs,
    ),
  );
