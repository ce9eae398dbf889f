import { defineConfig, mergeConfig } from 'vitest/config';
import ordinary from '../vitest.config.js';

/** What takes minutes: `npm run test:faults`. */
export default mergeConfig(
  { ...ordinary, test: { ...ordinary.test, include: [] } },
  defineConfig({ test: { include: ['test/faults/*.long.ts'], testTimeout: 3_600_000 } }),
);
