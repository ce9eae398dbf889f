import { readdirSync, readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

/** What every test has, however it is run. */
export const common = { root: '.', setupFiles: ['test/helpers/fast_check.ts'], testTimeout: 60_000 };

const files = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.ts') && !name.endsWith('.long.test.ts'))
  .map((name) => `test/${name}`);

/** Tests that replace modules or globals need a process of their own; all others share one per core, which saves their imports. */
const replacing = /\bvi\.(mock|doMock|resetModules|stubGlobal)\(|\bglobalThis\.\w+ =/;
const alone = files.filter((name) => replacing.test(readFileSync(name, 'utf8')));
const together = files.filter((name) => !alone.includes(name));

/** The short form of every test: `npm test`. */
export default defineConfig({
  test: {
    ...common,
    globalSetup: ['test/helpers/build.ts'],
    maxWorkers: '100%',
    projects: [
      { test: { ...common, name: 'alone', include: alone } },
      { test: { ...common, name: 'together', include: together, isolate: false } },
    ],
  },
});
