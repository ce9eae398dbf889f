import { defineConfig } from 'vitest/config';
import { common } from './vitest.config.js';

/** The long form of every test, each file in a process of its own, with coverage if asked for: `npm run test:long`. */
export default defineConfig({
  test: {
    ...common,
    // a machine that is busy with something else makes no test fail
    testTimeout: 300_000,
    hookTimeout: 300_000,
    globalSetup: ['test/helpers/build.ts'],
    include: ['test/**/*.test.ts'],
    env: { MLP_TESTS: 'long' },
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      // What runs as WebAssembly, or in a worker or a page from a text of its own, is not counted by V8.
      exclude: [
        'src/**/assembly/**',
        'src/**/binary.ts',
        'src/**/code.ts',
        'src/**/worker.ts',
        'src/play/**',
      ],
      reporter: ['text-summary', 'json-summary', 'html'],
      thresholds: { lines: 98, branches: 94 },
      reportOnFailure: true,
    },
  },
});
