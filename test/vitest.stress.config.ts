import { defineConfig } from 'vitest/config';
import { common } from './vitest.config.js';

/**
 * Tests that take minutes to hours, or gigabytes: `npm run test:load`, `npm run test:faults`. One file after the other,
 * as they measure memory.
 */
export default defineConfig({
  test: {
    ...common,
    globalSetup: ['test/helpers/build.ts'],
    include: ['test/**/*.stress.ts'],
    testTimeout: 3_600_000,
    fileParallelism: false,
  },
});
