import { readdirSync, readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import { memoryDirectory } from './helpers/memory_directory.js';
import { replacesModules } from './helpers/replaces_modules.js';

/** Options of every test, however it is run. */
export const common = {
  root: '.',
  setupFiles: ['test/helpers/fast_check.ts'],
  testTimeout: 60_000,
  hookTimeout: 60_000,
  expect: { poll: { timeout: 60_000 } },
  maxWorkers: '100%',
};

const files = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .filter((name) => /(?<!\.long)\.test\.ts$/.test(name) && !name.includes('node_modules'))
  .map((name) => `test/${name.replaceAll('\\', '/')}`);
const alone = files.filter((name) => replacesModules(readFileSync(name, 'utf8')));
const together = files.filter((name) => !alone.includes(name));

const memory = memoryDirectory();
/** Temporary files in memory: waiting for the disk took a tenth of the time. The long form has them on it. */
const inMemory = {
  ...common,
  env: memory === undefined ? {} : { TMPDIR: memory },
  // what was compiled to JavaScript in an earlier run, by its content
  experimental: { fsModuleCache: true, fsModuleCachePath: 'node_modules/.cache/vitest' },
};

/**
 * The short form of every test: `npm test`. A process of its own for each file, which imports the sources anew, would
 * make it take half as long again.
 */
export default defineConfig({
  test: {
    ...common,
    globalSetup: ['test/helpers/build.ts'],
    projects: [
      { test: { ...inMemory, name: 'alone', include: alone } },
      { test: { ...inMemory, name: 'together', include: together, isolate: false } },
    ],
  },
});
