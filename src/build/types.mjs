import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { resolve } from 'node:path';

/** Declarations of all that the library exports. */
export const types = {
  inputs: ['src', 'tsconfig.json', 'test/tsconfig.build.json'],
  outputs: ['dist/types'],
  make() {
    rmSync('dist/types', { recursive: true, force: true });
    const compiler = resolve('node_modules/typescript/bin/tsc');
    const { status } = spawnSync(process.execPath, [compiler, '-p', 'test/tsconfig.build.json'], {
      stdio: 'inherit',
    });
    // the compiler has said what is wrong
    if (status !== 0) process.exit(1);
  },
};
