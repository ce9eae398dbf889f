import { defineConfig } from 'vitest/config';
import { groups } from './groups.mjs';

/** The tests of one group alone; none of them needs the built program. */
export default defineConfig({
  test: {
    include: groups[process.env.MLP_MUTATION_GROUP].tests,
    // its 16 MiB, byte by byte, take 20 s where each byte asks which mutant there is
    testNamePattern: '^(?!.*a record without end)',
    setupFiles: ['test/helpers/fast_check.ts'],
    testTimeout: 60_000,
  },
});
