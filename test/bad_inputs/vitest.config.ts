import { defineConfig, mergeConfig } from 'vitest/config';
import ordinary from '../vitest.config.js';

/** What takes minutes and gigabytes: `npm run test:load`. One file after the other, as they measure memory. */
export default mergeConfig(
  { ...ordinary, test: { ...ordinary.test, include: [] } },
  defineConfig({
    test: { include: ['test/bad_inputs/*.long.ts'], testTimeout: 1_800_000, fileParallelism: false },
  }),
);
