import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: '.',
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/helpers/build.ts'],
    setupFiles: ['test/helpers/fast_check.ts'],
    testTimeout: 60_000,
    coverage: {
      provider: 'v8',
      include: ['src/**'],
      // What runs as WebAssembly, or in a worker from a text of its own, is not counted by V8.
      exclude: [
        'src/**/assembly/**',
        'src/**/binary.ts',
        'src/**/code.ts',
        'src/**/worker.ts',
        'src/**/*.mjs',
      ],
      reporter: ['text-summary', 'json-summary', 'html'],
      thresholds: { lines: 98, branches: 94 },
      reportOnFailure: true,
    },
  },
});
